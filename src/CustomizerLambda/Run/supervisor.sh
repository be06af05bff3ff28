#!/bin/bash
# Runs the set-up commands of one app start, in order, and writes down how each one went.
# It is detached from the terminal that started it: it ends by itself, whoever watches.
#
#   supervisor.sh RUN STAGE LIMIT
#
# RUN    the run's folder: STAGE, once it is claimed. Only one can have that name, so of two supervisors one runs and the other leaves
# STAGE  what was delivered: plan, digest, environment, commands/, files/
# LIMIT  seconds that all commands may take together
#
# Needs bash 4.2, and coreutils or busybox. RUN/N/ is the state of command N: begin, log, end. See Agent.cs for what they hold.
# Writes no here-document: bash before 5.1 keeps those in files, and a command may have filled the disk.
# shellcheck disable=SC2015,SC2086 # an 'or' after 'and' is meant for both; what is split has no other blanks
set -u
run=$1 stage=$2 limit=$3
grace=10 kept_runs=10 kept_kib=51200 total=0

# place FILE TEXT: a file with room for more.
place() { printf '%-511s\n' "${2:-}" >"$stage/$1"; }

# prepare: everything that will be written down of the run gets its place on the disk before there is a run, for a command may fill it.
prepare() {
  local stat
  # Which process this is: a pid alone can be used again.
  read -r stat 2>/dev/null <"/proc/$$/stat" || stat=') - - - - - - - - - - - - - - - - - - - -'
  set -- ${stat##*) }
  chmod 700 "$stage" && mkdir -p "$stage/files" "$stage/logs" && : >"$stage/unlocked" || return
  place supervisor "$$ ${20:--}" && place cursor '1 0 0' && place lease - && place reported - && place ended.room || return
  while read -r _; do
    total=$((total + 1))
    mkdir "$stage/$total" && : >"$stage/$total/in-time" && place "$total/log.room" && place "$total/begin.room" && place "$total/end.room" || return
  done <"$stage/plan"
}

# claim: from here on there is a run, with all that is known of it. Where there is one already, mv fails, or moves the stage into it.
claim() { [ ! -e "$run" ] && mv "$stage" "$run" && [ ! -e "$run/${stage##*/}" ]; }

prepare && claim || { rm -rf "$stage" "${run:?}/${stage##*/}"; exit 0; }
SECONDS=0

# Each command is a job with a process group of its own.
set -m

# What a command costs besides itself is processes: what bash can do alone is done without one.

# now: sets $now, in milliseconds since 1970.
now() {
  now=${EPOCHREALTIME:-}
  now=${now/[.,]/} now=${now%???}
  [ -n "$now" ] || now=$(date +%s%3N 2>/dev/null)
  case $now in *[!0-9]* | '') now=$(date +%s)000 ;; esac
}

# note FILE TEXT: whole, or not at all, in the room that was made for it.
note() { printf '%-511s\n' "$2" 1<>"$1.room" && mv -f "$1.room" "$1"; }

while IFS='=' read -r name value; do
  export "$name=$value"
done <"$run/environment"
export CUSTOMIZER_FILES=$run/files TERM=dumb

# What the user sees, and nobody reads back: ~/.studio-customizer/status.json and logs/.
home=${HOME:-/}
visible=$home/.studio-customizer
logs=$visible/logs/$(date -u +%Y%m%dT%H%M%SZ)-${CUSTOMIZER_RUN_ID%%-*}
if mkdir -p "$logs" 2>/dev/null && : 2>/dev/null >"$logs/.writable"; then
  rm -f "$logs/.writable"
  old=("$visible"/logs/*/)
  for ((n = 0; n < ${#old[@]} - 1; n++)); do
    size=$(du -sk "$visible/logs")
    [ "$n" -lt $((${#old[@]} - kept_runs)) ] || [ "${size%%[!0-9]*}" -gt "$kept_kib" ] || break
    rm -rf "${old[n]}"
  done
else
  visible='' logs=$run/logs
fi

# tell STATE [NUMBER NAME SECONDS]: what the user can see of the run.
tell() {
  [ -n "$visible" ] || return 0
  local now_running=null
  [ $# -eq 1 ] || now_running="{\"command\": \"$3\", \"number\": $2, \"of\": $total, \"seconds\": $4, \"text\": \"$2 of $total, $4 s\"}"
  printf '{\n  "state": "%s",\n  "runId": "%s",\n  "now": %s,\n  "refreshPage": %s,\n  "logs": "%s",\n  "commands": [%s\n  ]\n}\n' \
    "$1" "$CUSTOMIZER_RUN_ID" "$now_running" "$refresh_page" "${logs//[\"\\]/_}" "$told" >"$visible/status.json.new" &&
    mv -f "$visible/status.json.new" "$visible/status.json" || rm -f "$visible"/status.json* # none is better than one that is out of date
} 2>/dev/null

# ended N NAME KIND CODE SIZE [REASON]: a command's outcome, for the agent and for the user.
ended() {
  local reason=${6:-}
  told="${told:+$told,}
    {\"command\": \"$2\", \"outcome\": \"$3\", \"exitCode\": ${4/-/null}, \"reason\": \"$reason\"}"
  now
  note "$run/$1/end" "$3 $4 $now $5 ${reason:--}"
}
told='' refresh_page=false

# watch N NAME PID SECONDS: keeps the status fresh; when time is up, TERM to the command's process group, then KILL.
watch() {
  local waited=0
  while [ "$waited" -lt "$4" ]; do
    sleep 1
    waited=$((waited + 1))
    # It outlives a supervisor that was killed, to keep the time limit; but then there is nothing more to tell.
    [ $((waited % 2)) -eq 1 ] || ! kill -0 $$ || tell running "$1" "$2" "$waited"
  done
  mv "$run/$1/in-time" "$run/$1/timed-out"
  kill -TERM -- "-$3"
  for ((waited = 0; waited < grace; waited++)); do
    sleep 1
    kill -0 -- "-$3" || return 0
  done
  kill -KILL -- "-$3"
} 2>/dev/null

# has_room FILE: whether there's room for the file, and more than next to nothing in it. It is empty then.
has_room() { printf '%65536s' '' >"$1" && : >"$1"; } 2>/dev/null

# full FOLDER...: sets $full, to something where there's no room in one of them any more.
full() {
  local folder
  full=''
  for folder; do
    has_room "$folder/.room" || full=disk-full
  done
  rm -f "${@/%//.room}"
} 2>/dev/null

size_of() { stat -c %s "$1" 2>/dev/null || wc -c <"$1" | tr -d ' '; }

# skips NAME WHEN DIGEST: whether a command that runs once, or when changed, has nothing to do. Prints why.
skips() {
  local marker=$home/.studio-customizer/succeeded/$1
  [ -f "$marker" ] || return
  case $2 in
    once) printf 'already-succeeded' ;;
    when-changed) [ "$(cat "$marker")" = "$3" ] && printf 'unchanged' ;;
    *) return 1 ;;
  esac
}

# succeeded NAME DIGEST: remembers it, for a command that runs once or when changed.
succeeded() {
  local marker=$home/.studio-customizer/succeeded/$1
  [ -z "$visible" ] || { mkdir -p "${marker%/*}" && printf '%s\n' "$2" >"$marker.new" && mv -f "$marker.new" "$marker" || rm -f "$marker.new"; }
} 2>/dev/null

# name_of KEY: what the app has in the place that a command's directive names. Compared long since; here only told.
name_of() {
  case $1 in
    domains=*) printf '%s' "${CUSTOMIZER_DOMAIN_ID:-}" ;;
    profiles=*) printf '%s' "${CUSTOMIZER_USER_PROFILE_NAME:-}" ;;
    spaces=*) printf '%s' "${CUSTOMIZER_SPACE_NAME:-}" ;;
  esac
}

# run_command N NAME SECONDS
run_command() {
  local log=$logs/$2.log command watcher code kind
  # Where the user sees it, or else where there's room.
  [ -d "$logs" ] || mkdir -p "$logs" 2>/dev/null
  has_room "$log" || { rm -f "$log"; log=$run/logs/$2.log && : >"$log"; } 2>/dev/null || { ended "$1" "$2" not-run - 0 disk-full; return 1; }
  note "$run/$1/log" "$log"
  now
  note "$run/$1/begin" "$now"
  tell running "$1" "$2" 0
  (
    cd "$home" 2>/dev/null || cd /
    exec "$BASH" "$run/commands/$2"
  ) </dev/null >"$log" 2>&1 3<&- &
  command=$!
  watch "$1" "$2" "$command" "$3" 3<&- &
  watcher=$!
  wait "$command"
  code=$?
  if [ -e "$run/$1/timed-out" ]; then
    wait "$watcher"
    kind=timed-out code=-
  else
    kill -KILL -- "-$watcher"
    wait "$watcher"
    kind=exited
  fi 2>/dev/null
  full "${log%/*}" "$logs"
  ended "$1" "$2" "$kind" "$code" "$(size_of "$log")" "$full"
  [ "$kind$code" = exited0 ]
}

stopped_by='' n=0
while IFS=$'\t' read -r -u 3 name seconds on_failure when digest refresh not_for; do
  n=$((n + 1)) left=$((limit - SECONDS))
  if [ -n "$stopped_by" ]; then
    ended "$n" "$name" not-run - 0 "stopped-by:$stopped_by"
  elif [ "$not_for" != - ]; then
    ended "$n" "$name" not-run - 0 "not-for:$not_for:$(name_of "$not_for")"
  elif [ "$left" -le 0 ]; then
    ended "$n" "$name" not-run - 0 run-limit
  elif why=$(skips "$name" "$when" "$digest"); then
    ended "$n" "$name" not-run - 0 "$why"
  elif run_command "$n" "$name" $((seconds < left ? seconds : left)); then
    [ "$refresh" != refresh ] || refresh_page=true
    succeeded "$name" "$digest"
  elif [ "$on_failure" = stop ]; then
    stopped_by=$name
  fi
done 3<"$run/plan"

tell ended
rm -rf "$run/commands" "$run/files" "$run/environment" "$run/supervisor.sh" "$run"/*/*.room "$run"/*/in-time
rmdir "$run/logs" 2>/dev/null # where no output had to go there
now
note "$run/ended" "$now"
