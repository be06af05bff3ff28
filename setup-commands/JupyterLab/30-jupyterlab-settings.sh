#!/usr/bin/env bash
# Settings of the JupyterLab page, where the user has none of their own. They count from the next load of the page.
# customizer: timeout=1m
set -euo pipefail

: "${HOME:?is not set, so there is no place for the settings}"
settings=${JUPYTERLAB_SETTINGS_DIR:-${JUPYTER_CONFIG_DIR:-$HOME/.jupyter}/lab/user-settings}
failed=0

# Writes standard input as the settings of one JupyterLab plug-in, unless the user has a file for it.
set_default() {
  local file=$settings/$1.jupyterlab-settings next
  next=$file.customizer.$$
  if [ -e "$file" ]; then
    echo "kept  $file"
  elif mkdir -p "${file%/*}" && cat > "$next" && mv "$next" "$file"; then
    echo "set   $file"
  else
    rm -f "$next"
    echo "Could not write $file." >&2
    failed=1
  fi
}

# Save open documents every minute; JupyterLab's own default is two.
set_default @jupyterlab/docmanager-extension/plugin << 'JSON'
{
  "autosaveInterval": 60
}
JSON

# Don't ask each new user about news, and don't look on the internet for a JupyterLab that the image doesn't have.
set_default @jupyterlab/apputils-extension/notification << 'JSON'
{
  "checkForUpdates": false,
  "fetchNews": "false"
}
JSON

exit "$failed"
