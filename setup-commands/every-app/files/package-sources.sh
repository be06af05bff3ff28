# shellcheck shell=bash disable=SC2034 # set-up commands that install something read what is set here
# Where packages come from: the one place to name a company's mirrors. Left empty, it is the internet (or what the image
# says). What lies in files/ comes first in any case. No passwords: whoever can open a terminal can read this.

# Python packages: the address of a package index as pip takes it, such as https://pypi.example.com/simple
pip_index=''

# Conda packages: the address of a channel, such as https://conda.example.com/conda-forge
conda_channel=''

# Code Editor's extensions: an Open VSX registry, such as https://open-vsx.example.com
open_vsx=''

# VS Code's own downloads, for connections from VS Code: what stands for https://update.code.visualstudio.com
vscode_downloads=''
