# Answers the function's requests over a terminal. It holds no state of its own: every request says all that it needs, so a lost terminal costs
# nothing, and it leaves by itself when nobody asks any more. The first line sent to the terminal sets $id, the run's id; Agent.cs is the other end.
#
# A request is a line:  NUMBER VERB ARGUMENT…
# An answer is a frame: RS RUN-ID NUMBER WORD…  (RS is byte 1e; what commands printed is in base64, so no output can look like a frame)
# Writes no here-document: bash before 5.1 keeps those in files, and a command may have filled the disk.
# shellcheck disable=SC2154,SC2015,SC2086 # the first line sets $id; an 'or' after 'and' is meant for both; what is split has no other blanks
PATH=${PATH:+$PATH:}/usr/local/bin:/usr/bin:/bin
root=${TMPDIR:-/tmp}/studio-customizer-$(id -u)
run=$root/$id
stage=$root/$id.$$
begin_folder=$PWD
mkdir -p "$root" && chmod 700 "$root"
set -f

answer() { printf '\036%s %s %s\n' "$id" "$number" "$*"; }
refuse() { answer error "$(printf '%s' "$*" | base64 | tr -d '\n')"; }
first_line() { read -r REPLY 2>/dev/null <"$1"; }

# record FILE TEXT: in place, which needs no room on a disk that a command has filled. Only who may follow writes, and reads what another wrote. Where
# it fails all the same, going on is better than stopping: what is lost is only where to go on if we are killed.
record() { printf '%-63s\n' "$2" 1<>"$run/$1"; } 2>/dev/null

# alive FILE: whether the process that FILE names (pid and start time) is still that process.
alive() {
  local pid started stat
  read -r pid started 2>/dev/null <"$1" && kill -0 "$pid" 2>/dev/null || return 1
  read -r stat 2>/dev/null <"/proc/$pid/stat" || return 0
  set -- ${stat##*) }
  [ "$1" != Z ] && [ "${20}" = "$started" ]
}

# state: what became of the run.
state() {
  if [ -e "$run/ended" ]; then
    printf ended
  elif alive "$run/supervisor"; then
    printf running
  elif [ -d "$run" ]; then
    if [ -e "$run/ended" ]; then printf ended; else printf died; fi # it may have ended just now
  else
    printf absent
  fi
}

# lease TOKEN: one follower at a time, or the log would have everything twice. A follower keeps its lease over lost terminals by its token; it is
# free when its follower has left, or has asked nothing for a while. Sets $token, or fails.
lease() {
  local holder=- asked=0 now tries=0
  until mv "$run/unlocked" "$run/locked" 2>/dev/null; do
    tries=$((tries + 1))
    [ "$tries" -lt 25 ] || mv "$run/locked" "$run/unlocked" 2>/dev/null || return # whoever held it was killed
    pause
  done
  printf -v now '%(%s)T' -1
  read -r holder asked 2>/dev/null <"$run/lease"
  if [ "$holder" = - ] || [ "$holder" = "$1" ] || [ $((now - asked)) -ge "$lease_seconds" ]; then
    token=$1
    [ "$token" != - ] || token=$$.$RANDOM$RANDOM
    record lease "$token $now"
    refreshed=$now
  else
    token=''
  fi
  mv "$run/locked" "$run/unlocked"
  [ -n "$token" ]
}
lease_seconds=12 token='' refreshed=0 cursor=''

# keep: the lease is still ours, and somebody still asks.
keep() {
  local now
  [ -n "$token" ] || return 1
  printf -v now '%(%s)T' -1
  [ $((now - refreshed)) -lt 2 ] || lease "$token"
}

# look TOKEN: STATE TOKEN REPORTED COMMAND OFFSET END DIGEST, then the plan in base64. TOKEN is the lease's, or '-' for none yet.
look() {
  local now reported=- digest=-
  cursor='1 0 0'
  now=$(state)
  [ "$now" != absent ] || { answer run absent; return; }
  lease "$1" 2>/dev/null
  first_line "$run/reported" && reported=$REPLY
  first_line "$run/cursor" && cursor=$REPLY
  first_line "$run/digest" && digest=$REPLY
  answer run "$now" "${token:-taken}" "$reported" "$cursor" "$digest" "$(base64 <"$run/plan" | tr -d '\n')"
}

# runs: the runs in this app, of at most ten, the one that began last first: ID STATE REPORTED DIGEST for each.
runs() {
  local run name reported digest words=''
  # shellcheck disable=SC2012 # the names are ours: without blanks; one with a dot isn't a run yet
  for name in $(cd "$root" && set +f && ls -t -- */supervisor 2>/dev/null | sed '/[.].*[/]/d' | head -n 10); do
    run=$root/${name%/supervisor} reported=- digest=-
    first_line "$run/reported" && reported=$REPLY
    first_line "$run/digest" && digest=$REPLY
    words="$words ${name%/supervisor} $(state) $reported $digest"
  done
  answer "runs$words"
}

# put PIECE: the next piece of the archive, in base64.
put() {
  mkdir -p "$stage" && printf '%s' "$1" | base64 -d >>"$stage/archive" || { refuse "can't write to $stage (is the disk full?)"; return; }
  answer ok
}

# take FILE: the whole archive, which was uploaded to where terminals begin.
take() {
  [ -f "$begin_folder/$1" ] || { answer missing; return; }
  mkdir -p "$stage" && mv -f "$begin_folder/$1" "$stage/archive" && { answer ok; return; }
  # Whoever else starts this very run now clears such files away: ours may be gone.
  [ -f "$begin_folder/$1" ] || { rm -f "$stage/archive"; answer missing; return; }
  rm -f "$begin_folder/$1" "$stage/archive"
  refuse "can't write to $stage (is the disk full?)"
}

# start SHA256 LIMIT ENVIRONMENT: checks what was put, and lets the supervisor claim the run.
start() {
  local sum shell rest=20
  sum=$(sha256sum <"$stage/archive") && [ "${sum%% *}" = "$1" ] || { rm -rf "$stage"; answer damaged; return; }
  tar -xzf "$stage/archive" -C "$stage" && rm -f "$stage/archive" || { discard "can't unpack the set-up commands (are tar and gzip in the image, and room on the disk?)"; return; }
  set +f
  rm -f "$begin_folder"/studio-customizer-"$id"-*.tmp # of an upload that broke off
  set -f
  printf '%s' "$3" | base64 -d >"$stage/environment" || { discard "can't write to $stage (is the disk full?)"; return; }
  # Under a name of its own: where a terminal of Code Editor's crashes, an extension of AWS's kills every process that is called bash.
  shell=$root/customizer-sh
  [ -x "$shell" ] || ln -s "$(command -v bash)" "$shell" || [ -x "$shell" ] || shell=bash
  # With job control, or what is started in the background would ignore Ctrl-C for ever, down to the commands.
  set -m
  if command -v setsid >/dev/null; then
    setsid "$shell" "$stage/supervisor.sh" "$run" "$stage" "$2" </dev/null >/dev/null 2>&1 &
  else
    (trap '' HUP; exec "$shell" "$stage/supervisor.sh" "$run" "$stage" "$2") </dev/null >/dev/null 2>&1 &
  fi
  set +m
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
    [ ! -e "$run/supervisor" ] || { answer ok; return; }
    rest
  done
  refuse "the supervisor didn't start (is $root writable, with room on its disk, and bash in the image?)"
}
discard() { rm -rf "$stage"; refuse "$@"; }
pause() { sleep "0.$(printf %03d "${1:-200}")" 2>/dev/null || sleep 1; }
# rest: shortly at first, then longer, by $rest. What is waited for is often there at once, and may be hours away.
rest() { pause "$rest" && rest=$((rest < 125 ? rest * 8 / 5 : 200)); }
size_of() { stat -c %s "$1" 2>/dev/null || wc -c <"$1" 2>/dev/null | tr -d ' ' || printf 0; }

# note COMMAND OFFSET END: the log has everything before OFFSET, and is about to have what is before END. Who follows next goes on there, and repeats
# that piece, for nobody can tell whether it still came to the log.
note() {
  keep || { answer overtaken; return; }
  cursor="$1 $2 $3"
  record cursor "$cursor"
  answer ok
}

# follow COMMAND OFFSET LIMIT LOGGED: what comes after OFFSET, as soon as there is something, or another request, else after a few seconds. The log has
# everything before LOGGED.
follow() {
  local deadline=$((SECONDS + 5)) rest=20
  keep || { answer overtaken; return; }
  [ "$1 $4 $4" = "$cursor" ] || { cursor="$1 $4 $4"; record cursor "$cursor"; }
  while progress "$@"; [ "$size" -le "$2" ] && [ "$kind" = - ] && [ "$now" = running ] && [ "$SECONDS" -lt "$deadline" ] && ! read -r -t 0; do rest; done
  tell_progress "$@"
}

# progress COMMAND OFFSET LIMIT: how far the command is. What it leaves running in the background may go on to print: that isn't logged.
progress() {
  local dir=$run/$1 live=0
  now=running begin=- log='' kind=- code=- end=- size=- reason=-
  alive "$run/supervisor" || now=$(state)
  [ ! -e "$dir/end" ] || read -r kind code end size reason <"$dir/end"
  first_line "$dir/begin" && begin=$REPLY
  first_line "$dir/log" && log=$REPLY && live=$(size_of "$log")
  [ "$size" != - ] || size=${live:-0}
  length=$((live < size ? live - $2 : size - $2))
  [ "$length" -ge 0 ] || length=0
  [ "$length" -le "$3" ] || length=$3
}

# tell_progress COMMAND OFFSET: STATE BEGIN KIND CODE END SIZE REASON LOG- OFFSET LENGTH, a tab, and what was printed; compressed, which 'gz:' says,
# where that pays.
tell_progress() {
  [ "$log" = "$told_log" ] || { told_log=$log told_name=$(printf '%s' "$log" | base64 | tr -d '\n'); }
  printf '\036%s %s progress %s %s %s %s %s %s %s %s- %s %s\t' "$id" "$number" "$now" "$begin" "$kind" "$code" "$end" "$size" "$reason" "$told_name" "$2" "$length"
  if [ "$length" -ge 4096 ]; then
    printf gz:
    piece "$2" "$length" | gzip -1 | one_line
  elif [ "$length" -gt 0 ]; then
    piece "$2" "$length" | one_line
  fi
  printf '\n'
} 2>/dev/null # an error in the middle of it would spoil the answer
told_log='' told_name=''
# piece OFFSET LENGTH: one process where dd knows these flags; busybox's, which needn't, has printed nothing then.
piece() { dd if="$log" bs=64k skip="$1" count="$2" iflag=skip_bytes,count_bytes || tail -c "+$(($1 + 1))" "$log" | head -c "$2"; }
one_line() { base64 -w 0 || base64 | tr -d '\n'; } # an old busybox knows no -w, and has read nothing then

# report VERDICT: the run is reported; nobody needs to do it again.
report() { record reported "$1"; answer ok; }

number=0
answer ready
while IFS= read -r -t 20 line; do
  # shellcheck disable=SC2086 # a request is words
  set -- $line
  number=${1:-0} verb=${2:-}
  [ $# -lt 2 ] || shift 2
  case $verb in
    look | runs | put | take | start | note | follow | report) "$verb" "$@" ;;
    read) progress "$@" && tell_progress "$@" ;; # as follow does, but at once
    bye)
      [ -z "$token" ] || ! keep || record lease -
      break
      ;;
    *) refuse "unknown request" ;;
  esac
done
rm -rf "$stage"
