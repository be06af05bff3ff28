#!/usr/bin/env bash
# The team's way to work in Code Editor: settings and keyboard shortcuts, where the user has none of their own.
# Change both to what your team wants.
# customizer: timeout=1m
set -euo pipefail

: "${HOME:?is not set, so there is no place for the settings}"
if ! command -v python3 > /dev/null; then
  echo "There is no python3 on the PATH ($PATH): nothing can add to Code Editor's settings without it." >&2
  exit 1
fi

user=$HOME/sagemaker-code-editor-server-data/data/User
failed=0

set_defaults() {
  python3 "${CUSTOMIZER_FILES:?}/set_defaults.py" "$1" || failed=1
}

set_defaults "$user/settings.json" << 'JSON'
{
  "editor.rulers": [120],
  "files.trimTrailingWhitespace": true,
  "notebook.formatOnSave.enabled": true,
  "[python]": {
    "editor.defaultFormatter": "charliermarsh.ruff",
    "editor.formatOnSave": true
  }
}
JSON

set_defaults "$user/keybindings.json" << 'JSON'
[
  { "key": "ctrl+alt+r", "command": "ruff.executeAutofix", "when": "editorLangId == python" },
  { "key": "ctrl+alt+t", "command": "workbench.action.terminal.new" }
]
JSON

exit "$failed"
