#!/usr/bin/env bash
# Settings of Code Editor, where the user has none of their own. They count at once.
# customizer: timeout=1m
set -euo pipefail

: "${HOME:?is not set, so there is no place for the settings}"
if ! command -v python3 > /dev/null; then
  echo "There is no python3 on the PATH ($PATH): nothing can add to Code Editor's settings without it." >&2
  exit 1
fi

# Where Studio's image has them, which is in the home.
settings=$HOME/sagemaker-code-editor-server-data/data/User/settings.json

# No news, and no search on the internet for what the image doesn't have.
python3 "${CUSTOMIZER_FILES:?}/set_defaults.py" "$settings" << 'JSON'
{
  "telemetry.telemetryLevel": "off",
  "extensions.autoCheckUpdates": false,
  "update.showReleaseNotes": false,
  "workbench.startupEditor": "none"
}
JSON
