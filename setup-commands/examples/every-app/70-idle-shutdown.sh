#!/usr/bin/env bash
# Shuts an idle app down, where the domain's own idle shutdown doesn't reach: images before SageMaker Distribution 2.0,
# custom images, and times under an hour. Where it does reach, use that instead.
#
# A small program stays in the app and asks its server for the last activity. What it does is in
# ~/.studio-idle-shutdown/log. The app's role needs sagemaker:DeleteApp.
# customizer: timeout=1m
set -euo pipefail

idle_minutes=120
check_seconds=60

: "${HOME:?is not set, so there is no place for the program}"
case ${CUSTOMIZER_APP_TYPE:?} in
  JupyterLab) server=${JUPYTER_SERVER_URL:-http://localhost:8888/jupyterlab/default/} ;;
  CodeEditor) server=http://localhost:8888/codeeditor/default/ ;;
  *)
    echo "A $CUSTOMIZER_APP_TYPE app has another idle shutdown: nothing to do."
    exit 0
    ;;
esac
for program in python3 aws; do
  if ! command -v "$program" > /dev/null; then
    echo "There is no $program on the PATH ($PATH): the idle shutdown needs it." >&2
    exit 1
  fi
done

# files/ is gone after the run; the program's place is kept.
folder=$HOME/.studio-idle-shutdown
program=$folder/idle_shutdown.py
mkdir -p "$folder" || exit 1
if ! cmp -s "$CUSTOMIZER_FILES/idle_shutdown.py" "$program"; then
  cp "$CUSTOMIZER_FILES/idle_shutdown.py" "$program.new" && mv -f "$program.new" "$program" || exit 1
fi

# One for each start of an app. The home outlives the app, and a process's number comes again: it has to be this program's, too.
settings="$(cksum < "$program") $server $idle_minutes $check_seconds"
state=$folder/state
is_program() { tr '\0' ' ' 2> /dev/null < "/proc/$1/cmdline" | grep -qF -- "$program"; }
if { read -r process && read -r present; } 2> /dev/null < "$state" && is_program "$process"; then
  if [ "$present" = "$settings" ]; then
    echo "kept  an idle app is shut down after $idle_minutes minutes"
    exit 0
  fi
  kill "$process" 2> /dev/null || true # it may have ended by itself
fi

if ! python3 "$program" --once "$server"; then
  echo "Nothing tells at $server when the app was last used, so it can't be shut down when idle." >&2
  exit 1
fi
python3 "$program" "$server" "$idle_minutes" "$check_seconds" "$(command -v aws)" > "$folder/log" 2>&1 < /dev/null &
printf '%s\n%s\n' "$!" "$settings" > "$state"
disown
echo "set   an idle app is shut down after $idle_minutes minutes"
