#!/bin/bash
# Runs the set-up commands of one app start, in order, and writes down how each one went.
# It is detached from the terminal that started it: it ends by itself, whoever watches.
#
#   supervisor.sh RUN STAGE LIMIT KEEP
#
# RUN    the run's folder: STAGE, once it is claimed. Only one can have that name, so of two supervisors one runs and the other leaves
# STAGE  what was delivered: plan, digest, environment, commands/, files/; and succeeded-before, for a run that tries again what failed
# LIMIT  seconds that all commands may take together
# KEEP   bytes of a command's output that the log may have
#
# Needs bash 4.2, and coreutils or busybox. state.sh says what it writes down.
# What it needs later it has read, or holds open: nothing that is deleted meanwhile keeps a command from running, or its outcome from being known.
# Writes no here-document: bash before 5.1 keeps those in files, and a command may have filled the disk.
set -uf
run=$1 stage=$2 limit=$3 keep=$4
id=${run##*/}
user_umask=$(umask)
umask 077

grace=10 kept_runs=10 kept_kib=51200 kept_records=20 stay=86400

# What is kept of a command's output in the app: the first bytes and the last, in bytes; more only where the log shall have more.
keep_head=2097152 keep_tail=1048576
[ $((keep / 2)) -le "$keep_head" ] || keep_head=$((keep / 2))
[ $((keep / 2)) -le "$keep_tail" ] || keep_tail=$((keep / 2))
late=1048576 # what a service that a command left running may add

names=() timeouts=() on_failures=() whens=() digests=() refreshes=() not_fors=() retries=() scripts=() # of each command, from 0
lines=() told_status=() status=claiming refresh_page=false told_before='' home_is_full='' failed=0 missing=0
version=10000 record_fd='' visible='' logs='' result='' token=''

# now: sets $now, in milliseconds since 1970.
now() {
  now=${EPOCHREALTIME:-}
  now=${now/[.,]/} now=${now%???}
  [ -n "$now" ] || now=$(date +%s%3N 2>/dev/null)
  case $now in *[!0-9]* | '') now=$(date +%s)000 ;; esac
}

# save: writes the state down, wherever it is.
save() {
  local place
  version=$((version + 1))
  lines[0]="run $$ $started $status $began $digest"
  for place in /proc/self/fd/9 "$run/state" ${record_fd:+/proc/self/fd/$record_fd}; do
    [ -e "$place" ] || continue
    printf "$version %-${width}s $version\n" "${lines[@]}" 1<>"$place"
  done
} 2>/dev/null

# create FILE: makes it, empty. What is there already, be it a link to nowhere, is somebody's: it fails then.
create() {
  set -C
  : 2>/dev/null >"$1"
  set -- $?
  set +C
  return "$1"
}

# pipe VARIABLE: opens a pipe to read from and to write to, that has no name in any folder.
pipe() {
  local both
  exec {both}<> <(:) && printf -v "$1" %s "$both"
}

# prepare: everything that will be written down of the run gets its place on the disk before there is a run, for a command may fill it.
prepare() {
  local name text place longest=0 folder
  read_process $$ && started=$process_started || started=-
  n=0
  read -r digest <"$stage/digest" || return
  while IFS=$'\t' read -r name 'timeouts[n]' 'on_failures[n]' 'whens[n]' 'digests[n]' 'refreshes[n]' 'not_fors[n]' 'retries[n]'; do
    names[n]=$name
    [ $((${#name} * 2 + ${#not_fors[n]})) -le "$longest" ] || longest=$((${#name} * 2 + ${#not_fors[n]}))
    n=$((n + 1))
    lines[n]="command $name - - - - - 0 0 0 - - -"
  done <"$stage/plan"
  total=$n
  find_home
  folder=$home
  [ "${#folder}" -ge "${#run}" ] || folder=$run
  width=$((longest + ${#folder} + 511))
  mkdir -p "$stage/files" "$stage/logs" && : >"$stage/unlocked" || return
  # What has no name can't be deleted, or emptied.
  exec 4<>"$stage/.cursor" 5<>"$stage/.lease" 6<>"$stage/.reported" 9<>"$stage/.state" && rm -f "$stage"/.{cursor,lease,reported,state} || return
  for place in 4:cursor 5:lease 6:reported; do
    text=-
    [ "$place" != 4:cursor ] || text='1 0 0'
    printf '%-511s\n' "$text" >&"${place%:*}" && printf '%-511s\n' "$text" >"$stage/${place#*:}" || return
  done
  lines[0]=''
  printf "%-$((width + 13))s\n" "${lines[@]}" >&9 && printf "%-$((width + 13))s\n" "${lines[@]}" >"$stage/state" || return
  for ((n = 0; n < total; n++)); do
    IFS= read -r -d '' 'scripts[n]' <"$stage/commands/${names[n]}"
  done 2>/dev/null
  pipe result && pipe token || return
  now
  began=$now
}

# claim: from here on there is a run. Where there is one already, mv fails, or moves the stage into it. Where a cleaner has deleted one that goes on, or
# the home tells of one, it isn't begun again: each says that it has the run before it looks for others, so of two at least one sees the other.
claim() {
  local other
  [ ! -e "$run" ] && mv "$stage" "$run" && [ ! -e "$run/${stage##*/}" ] || return
  status=running
  save
  supervisors
  for other in $supervisors; do
    [ "${other#*:}" != "$id" ] || [ "${other%%:*}" = "$$" ] || { rm -rf "$run"; return 1; }
  done
  [ -z "$visible" ] || keep_record || { rm -rf "$run"; return 1; }
}

# keep_record: the state is in the home as well. Fails where it is there, of a run that has been.
keep_record() {
  local record
  own "$visible/runs" || return 0
  record=$visible/runs/$id
  create "$record" || [ ! -e "$record" ] || return 1
  exec 8<>"$record" && record_fd=8 || return 0
  save
  forget_old_records
} 2>/dev/null

# forget_old_records: of the states in the home that are ours, the oldest go.
forget_old_records() {
  local old=() file pid started status began digest
  set +f
  for file in "$visible"/runs/*-*-*-*-*; do
    is_our_file "$file" && read_run "$file" && old+=("$file")
  done
  set -f
  # shellcheck disable=SC2012 # the names are ours
  [ "${#old[@]}" -le "$kept_records" ] ||
    ls -t -- "${old[@]}" | tail -n "+$((kept_records + 1))" | while IFS= read -r file; do rm -f -- "$file" "$file.reported"; done
  return 0
} 2>/dev/null

# open_home: sets $visible and $logs, which the user sees: ~/.studio-customizer/status.json and logs/. Where there is no place for them, the run's
# folder has the output.
open_home() {
  logs=$run/logs log_name=$(date -u +%Y%m%dT%H%M%SZ)-${id%%-*}
  [ -n "$home" ] || return
  if own "$home/.studio-customizer"; then
    visible=$home/.studio-customizer
  elif [ ! -e "$home/.studio-customizer" ] && [ ! -L "$home/.studio-customizer" ]; then
    home_is_full=1
  fi
}

# open_logs: this run's folder of output, and what tells it from a folder of the user's: the names of what it may have.
open_logs() {
  local folder=$visible/logs/$log_name
  [ -n "$visible" ] && own "$visible" && own "$visible/logs" && { [ ! -e "$folder" ] || [ -e "$folder/.run" ]; } && own "$folder" || return
  [ -e "$folder/.run" ] || { create "$folder/.run" && printf '%s.log\n' "${names[@]}" >"$folder/.run"; } || return
  logs=$folder
} 2>/dev/null

# forget_old_logs: the oldest runs' output goes, where there is much of it. Of each only what that run has written: what else lies there stays.
forget_old_logs() {
  local base folder old=() sizes=() n used=0
  base=$(cd -P -- "$visible/logs" && pwd -P) || return
  set +f
  for folder in "$base"/[0-9]*T[0-9]*Z-*; do
    [ -d "$folder" ] && [ ! -L "$folder" ] && [ -O "$folder" ] && is_our_file "$folder/.run" && old+=("$folder")
  done
  set -f
  while read -r n _; do sizes+=("$n") used=$((used + n)); done < <(du -sk -- "${old[@]}")
  for ((n = 0; n < ${#old[@]} - 1; n++)); do
    [ "$n" -lt $((${#old[@]} - kept_runs)) ] || [ "$used" -gt "$kept_kib" ] || break
    used=$((used - sizes[n]))
    (
      cd -P -- "${old[n]}" && [ "$PWD" = "${old[n]}" ] || exit
      while IFS= read -r file; do
        [[ $file == [0-9][0-9]-*.sh.log && $file != */* ]] && [ -f "$file" ] && [ ! -L "$file" ] && rm -f -- "$file"
      done <.run
      rm -f .run
    )
    rmdir -- "${old[n]}"
  done
} 2>/dev/null

# json TEXT: sets $json, to the text as a JSON string.
json() {
  json=${1//\\/\\\\} json=${json//\"/\\\"}
  json=\"${json//[[:cntrl:]]/ }\"
}

# sentence NOTE: sets $sentence, to what a note means, in the words of the reports.
sentence() {
  local word texts=() IFS=';'
  for word in $1; do
    case $word in
      already-succeeded) texts+=('it has succeeded before in this home (run=once)') ;;
      unchanged) texts+=("it hasn't changed since it succeeded in this home (run=when-changed)") ;;
      succeeded-before) texts+=('it succeeded in the run before, and only what failed is tried again') ;;
      run-limit:*) texts+=("the run's time limit of ${word#*:} s was reached") ;;
      own-limit:*) texts+=("its time limit of ${word#*:} s was reached") ;;
      disk-full) texts+=('a disk is full: what it wrote and printed may be cut short') ;;
      output-deleted) texts+=('files of its output were deleted while it ran') ;;
      stopped-by:*) texts+=("${word#*:} failed (on-failure=stop)") ;;
      not-for:*) texts+=("it is for others: ${word#not-for:}") ;;
    esac
  done
  sentence="${texts[*]}"
}

# verdict: sets $verdict and $advice: README's words, for the user.
verdict() {
  verdict='done' advice='All is well: nothing is left to do.'
  [ "$refresh_page" = false ] || advice='All is well: reload the page to see it.'
  [ "$failed" -eq 0 ] || verdict=degraded advice="Commands that failed: $failed. Show their output, in the files named here, to who looks after Studio for you."
  [ "$missing" -eq 0 ] || verdict=incomplete advice="Commands that did not run: $missing. The reasons are here; tell who looks after Studio for you."
  [ "$total" -gt 0 ] || verdict=incomplete advice='There were no set-up commands; tell who looks after Studio for you.'
}

# tell [NUMBER NAME SECONDS]: what the user can see of the run.
tell() {
  [ -n "$visible" ] || return 0
  local running=null new=$visible/.status.json.$$ file=$visible/status.json verdict=null advice='The set-up commands are running.' well=null ended=null
  [ ! -e "$file" ] && [ ! -L "$file" ] || { is_our_file "$file" && { [ -n "$told_before" ] || is_status "$file"; }; } || return 0
  told_before=1
  [ $# -eq 0 ] || running="{\"command\": \"$2\", \"number\": $1, \"of\": $total, \"seconds\": $3, \"text\": \"$1 of $total, $3 s\"}"
  if [ "$status" = ended ]; then
    verdict
    well=false ended=$now
    [ "$verdict" != 'done' ] || well=true
    verdict=\"$verdict\"
  fi
  json "$logs"
  create "$new" || { rm -f -- "$file"; return; }
  printf '{\n  "allIsWell": %s,\n  "verdict": %s,\n  "whatToDo": "%s",\n  "state": "%s",\n  "runId": "%s",\n  "now": %s,\n  "began": %s,\n  "ended": %s,\n  "refreshPage": %s,\n  "logs": %s,\n  "commands": [%s\n  ]\n}\n' \
    "$well" "$verdict" "$advice" "$status" "$id" "$running" "$began" "$ended" "$refresh_page" "$json" "$(IFS=,; printf '%s' "${told_status[*]}")" >"$new" &&
    mv -f -- "$new" "$file" || rm -f -- "$new" "$file" # none is better than one that is out of date
} 2>/dev/null

# is_status FILE: whether a run has written it.
is_status() {
  local text
  IFS= read -r -d '' -n 4096 text <"$1"
  [[ $text == '{'*'"runId": "'* ]]
}

# line N BEGAN KIND CODE ENDED SIZE HEAD OMITTED TRIES NOTE FD FILE: what is known of a command.
line() {
  lines[$1]="command ${names[$1 - 1]} $2 $3 $4 $5 $6 $7 $8 $9 ${10} ${11} ${12}"
  save
}

# end N BEGAN KIND CODE SIZE HEAD OMITTED TRIES NOTE FD FILE: a command's outcome, for the agent and for the user.
end() {
  local outcome=notRun seconds=null reason json sentence
  now
  line "$1" "$2" "$3" "$4" "$now" "$5" "$6" "$7" "$8" "$9" "${10}" "${11}"
  case $3$4:$9 in
    exited0:*) outcome=succeeded ;;
    exited*) outcome=failed failed=$((failed + 1)) ;;
    timed-out*) outcome=timedOut failed=$((failed + 1)) ;;
    *:already-succeeded | *:unchanged | *:succeeded-before | *:not-for:*) ;;
    *) missing=$((missing + 1)) ;;
  esac
  [ "$2" = - ] || seconds=$(((now - $2) / 1000))
  sentence "$9"
  json "$sentence"
  reason=$json
  json "${11}"
  [ "${11}" != - ] || json=null
  told_status+=("
    {\"command\": \"${names[$1 - 1]}\", \"outcome\": \"$outcome\", \"exitCode\": ${4/-/null}, \"reason\": $reason, \"began\": ${2/-/null}, \"seconds\": $seconds, \"tries\": $8, \"output\": $json}")
}

# skip N NOTE: a command that isn't run.
skip() { end "$1" - not-run - 0 0 0 0 "$2" - -; }

# watch N NAME PID SECONDS: keeps the status fresh; when time is up, TERM to the command's process group, then KILL. Whoever takes the token, it or the
# supervisor when the command has ended, says which of the two came first.
watch() {
  local waited=0
  while [ "$waited" -lt "$4" ]; do
    sleep 1
    waited=$((waited + 1))
    # It outlives a supervisor that was killed, to keep the time limit; but then there is nothing more to tell.
    [ $((waited % 2)) -eq 1 ] || ! kill -0 $$ || tell "$1" "$2" "$waited"
  done
  read -r -n 1 -t 1 -u "$token" _ || return 0
  kill -TERM -- "-$3"
  for ((waited = 0; waited < grace; waited++)); do
    sleep 1
    kill -0 -- "-$3" || return 0
  done
  kill -KILL -- "-$3"
} 2>/dev/null

# has_room FILE: whether there's room for the file, and more than next to nothing in it. It is empty then.
has_room() { printf '%65536s' '' >"$1" && : >"$1"; } 2>/dev/null

# is_full FOLDER...: whether there's no room in one of them any more.
is_full() {
  local folder file
  for folder; do
    file=$folder/.room
    [ -n "$folder" ] && [ -d "$folder" ] || continue
    { [ -f "$file" ] && [ ! -L "$file" ] || create "$file"; } && has_room "$file" || return 0
  done
  return 1
} 2>/dev/null

# open_log NAME: sets $file and $fd, to where the command's output goes: where the user sees it, or else where there's room.
open_log() {
  local folder
  for folder in "$logs" "$run/logs"; do
    [ "$folder" != "$logs" ] || [ "$logs" = "$run/logs" ] || open_logs || continue
    file=$folder/$1.log
    create "$file" || continue
    has_room "$file" && exec {fd}>>"$file" && return
    rm -f -- "$file"
  done
  return 1
} 2>/dev/null

# copy TO: the next piece of standard input. Sets $copied, its bytes; and $more: yes; no, when nobody has it open for writing any more, or the collector
# is told to finish; full, when it can't be written.
copy() {
  local told
  told=$(exec dd "bs=$block" "count=$count" 2>&1 >&"$1" 7>&-)
  case $? in
    0 | 143) more=no ;; # 143: by SIGTERM
    *) more=full note=disk-full ;;
  esac
  copied=0
  [[ $told =~ ([0-9]+)\ bytes ]] && copied=${BASH_REMATCH[1]}
  [ "$more" = full ] || ! [[ $told =~ ([0-9]+)\+([0-9]+) ]] || [ $((BASH_REMATCH[1] + BASH_REMATCH[2])) -lt "$count" ] || more=yes
  [ -z "$closing" ] || more=no
}

# collect FD RING: what comes on standard input, into FD's file: its head at once, and in the end what came last. Tells when that is so: SIZE HEAD OMITTED
# NOTE. A pipe, and not the file itself, is what commands print to: whoever opens /dev/stdout again would empty a file.
collect() {
  local fd=$1 closing='' note=- more=yes copied=0 block=4k count=256 head=0 size omitted=0 rings=() newest=0 mark=''
  trap 'closing=1' TERM
  while [ "$more" = yes ] && [ "$head" -lt "$keep_head" ]; do
    copy "$fd"
    block=64k count=16 # it prints much: one process for each MiB
    head=$(size_of "/proc/$BASHPID/fd/$fd")
  done
  if [ "$more" != no ]; then
    exec {ring}>>"$2.0" && rings[0]=$ring && exec {ring}>>"$2.1" && rings[1]=$ring && more=yes
    while [ "$more" = yes ]; do
      copy "${rings[newest]}"
      [ "$(size_of "/proc/$BASHPID/fd/${rings[newest]}")" -ge "$keep_tail" ] || continue
      newest=$((1 - newest))
      omitted=$((omitted + $(size_of "/proc/$BASHPID/fd/${rings[newest]}")))
      : >"/proc/$BASHPID/fd/${rings[newest]}"
    done
    # No room anywhere: but the command may not be stopped by that.
    [ "$more" = no ] || exec {ring}>/dev/null
    while [ "$more" != no ]; do
      copy "$ring"
      omitted=$((omitted + copied))
    done
  fi
  if [ "${#rings[@]}" -eq 2 ]; then
    [ "$omitted" -eq 0 ] || printf -v mark '\n[... %s bytes were left out here ...]\n' "$omitted"
    [ -z "$mark" ] || printf %s "$mark" >&"$fd" || mark='' note=disk-full
    cat "/proc/$BASHPID/fd/${rings[1 - newest]}" "/proc/$BASHPID/fd/${rings[newest]}" >&"$fd" || note=disk-full
    rm -f -- "$2.0" "$2.1"
  fi
  size=$(size_of "/proc/$BASHPID/fd/$fd")
  printf '= %s %s %s %s\n' "$((size - ${#mark} + omitted))" "$head" "$((omitted - ${#mark}))" "$note" >&7
} 2>/dev/null

# has_filter GROUP: whether a process of the command's still reads from a pipe: what the shell has printed may be on its way through it.
has_filter() {
  local process
  for process in $(processes); do
    read_process "$process" && [ "$process_group" = "$1" ] && [ "$process_state" != Z ] && [ -p "/proc/$process/fd/0" ] && return
  done
  return 1
} 2>/dev/null

# collected GROUP COLLECTOR READER: sets $size, $head, $omitted and $note. The command has ended. Its output mostly has as well; a filter of the command's
# gets some time to finish, and a service that it left running none: fails where there is one.
collected() {
  local ticks quiet=0 first
  for ((ticks = 0; ticks < 150; ticks++)); do
    # One byte, or none: of a line that isn't there in time, bash would throw the beginning away.
    ! read -r -n 1 -t 0.02 -u "$result" first || { told; return; }
    ! read -r -t 0 -u "$3" && ! has_filter "$1" && quiet=$((quiet + 1)) || quiet=0
    [ "$quiet" -lt 2 ] || break
  done
  kill -TERM -- "-$2"
  read -r -n 1 -t 30 -u "$result" first && told || { size=$(size_of "/proc/$$/fd/$fd") head=$size omitted=0 note=-; }
  return 1
} 2>/dev/null
# told: what the collector tells, behind its first byte.
told() { read -r -t 30 -u "$result" size head omitted note; }

# drain FD: what a service goes on to print. It may not be stopped by that, nor fill the home.
drain() { dd bs=4k "count=$((late / 4096))" >&"$1"; exec cat >/dev/null; } 2>/dev/null

# start_command N READER WRITER: the command's shell, in a process group of its own: sets $command.
start_command() {
  local script=$run/commands/${names[$1 - 1]} shell=$run/customizer-sh text=''
  [ -x "$shell" ] || shell=/proc/$$/exe
  [ -x "$shell" ] || shell=$BASH
  (
    umask "$user_umask"
    # One that can only be read is where they begin all the same.
    cd "${home:-${HOME:-/}}" 2>/dev/null || cd /
    exec 1>&"$3" 2>&1 </dev/null
    # Nothing of ours is open to it.
    set +f
    for fd in "/proc/$BASHPID/fd"/*; do
      fd=${fd##*/}
      [ "$fd" -le 2 ] || exec {fd}>&-
    done
    IFS= read -r -d '' text 2>/dev/null <"$script"
    [ "$text" != "${scripts[$1 - 1]}" ] || exec "$shell" "$script"
    # Deleted, or changed, meanwhile.
    exec "$shell" <(printf %s "${scripts[$1 - 1]}")
  ) &
  command=$!
}

# run_command N SECONDS
run_command() {
  local n=$1 name=${names[$1 - 1]} file fd both reader writer collector command watcher begun kind code tries=0 pause=1 ends=$((SECONDS + $2)) size head omitted note=-
  open_log "$name" || { skip "$n" disk-full; return 1; }
  exec {both}<> <(:) && exec {reader}<"/proc/self/fd/$both" {writer}>"/proc/self/fd/$both" {both}>&-
  now
  begun=$now
  line "$n" "$begun" - - - - 0 0 1 - "$fd" "$file"
  tell "$n" "$name" 0
  collect "$fd" "$run/$n" 7>&"$result" <&"$reader" {writer}>&- &
  collector=$!
  while :; do
    tries=$((tries + 1)) kind=exited
    printf x >&"$token"
    start_command "$n" "$reader" "$writer"
    watch "$n" "$name" "$command" $((ends - SECONDS)) {writer}>&- {reader}<&- &
    watcher=$!
    wait "$command"
    code=$?
    if read -r -n 1 -t 0.01 -u "$token" _; then
      kill -KILL -- "-$watcher"
      wait "$watcher"
    else
      wait "$watcher"
      kind=timed-out code=-
      break
    fi 2>/dev/null
    [ "$code" -ne 0 ] && [ "$tries" -le "${retries[n - 1]}" ] && [ $((SECONDS + pause)) -lt "$ends" ] || break
    printf 'customizer: try %s failed with exit code %s; the next one of %s begins in %s s\n' "$tries" "$code" "$((retries[n - 1] + 1))" "$pause" >&"$writer"
    line "$n" "$begun" - - - - 0 0 "$((tries + 1))" - "$fd" "$file"
    sleep "$pause"
    pause=$((pause < 30 ? pause * 2 : 60))
  done
  exec {writer}>&-
  if ! collected "$command" "$collector" "$reader"; then drain "$fd" <&"$reader" {reader}<&- & fi
  exec {reader}<&-
  [ "$note" = - ] && [ -z "$home_is_full" ] && ! is_full "$run" "$visible" "${file%/*}" || note=disk-full
  note=${note#-}
  if [ -e /proc/self/fd ] && [ ! "/proc/$$/fd/$fd" -ef "$file" ]; then note="${note:+$note;}output-deleted" file=-; fi
  [ "$kind" = exited ] || note="$struck${note:+;$note}"
  end "$n" "$begun" "$kind" "$code" "$size" "$head" "$omitted" "$tries" "${note:--}" "$fd" "$file"
  [ "$kind$code" = exited0 ]
}

[ ! -e "$run" ] && prepare || { rm -rf "$stage"; exit 0; }
open_home
claim || { rm -rf "$stage" "${run:?}/${stage##*/}"; exit 0; }
SECONDS=0

# Each command is a job with a process group of its own.
set -m

while IFS='=' read -r name value; do
  export "$name=$value"
done <"$run/environment"
[ -z "$home" ] || export HOME=$home
# A language that keeps its output back would lose it when its time is up.
export PYTHONUNBUFFERED=${PYTHONUNBUFFERED-1} CUSTOMIZER_FILES=$run/files TERM=dumb
if open_logs; then forget_old_logs; fi

# succeeded N: remembers it, for a command that runs once or when changed.
succeeded() {
  local folder=$visible/succeeded marker=$visible/succeeded/${names[$1 - 1]}
  [ -n "$visible" ] && own "$folder" && { [ ! -e "$marker" ] && [ ! -L "$marker" ] || is_marker "$marker"; } && create "$folder/.new.$$" || return 0
  printf '%s\n' "${digests[$1 - 1]}" >"$folder/.new.$$" && mv -f -- "$folder/.new.$$" "$marker" || rm -f -- "$folder/.new.$$"
} 2>/dev/null

# is_marker FILE: whether a run has written it. Sets $REPLY to the digest in it.
is_marker() { is_our_file "$1" && read -r REPLY 2>/dev/null <"$1" && [ "${#REPLY}" -eq 64 ] && [[ $REPLY != *[!0-9a-f]* ]]; }

# has_nothing_to_do N: whether a command that runs once, or when changed, has been; or has succeeded in the run that this one tries again. Sets $why.
has_nothing_to_do() {
  local name=${names[$1 - 1]} before
  if [ -f "$run/succeeded-before" ]; then
    while read -r before; do [ "$before" != "$name" ] || { why=succeeded-before; return; }; done <"$run/succeeded-before"
  fi
  case ${whens[$1 - 1]} in
    once) why=already-succeeded ;;
    when-changed) why=unchanged ;;
    *) return 1 ;;
  esac
  [ -n "$visible" ] && [ ! -L "$visible/succeeded" ] && is_marker "$visible/succeeded/$name" && { [ "$why" = already-succeeded ] || [ "$REPLY" = "${digests[$1 - 1]}" ]; }
}

# name_of KEY: what the app has in the place that a command's directive names. Compared long since; here only told.
name_of() {
  case $1 in
    domains=*) name_of=${CUSTOMIZER_DOMAIN_ID:-} ;;
    profiles=*) name_of=${CUSTOMIZER_USER_PROFILE_NAME:-} ;;
    spaces=*) name_of=${CUSTOMIZER_SPACE_NAME:-} ;;
    *) name_of='' ;;
  esac
}

stopped_by=''
for ((number = 1; number <= total; number++)); do
  left=$((limit - SECONDS)) seconds=${timeouts[number - 1]} not_for=${not_fors[number - 1]}
  struck=own-limit:$seconds
  [ "$seconds" -le "$left" ] || seconds=$left struck=run-limit:$limit
  if [ -n "$stopped_by" ]; then
    skip "$number" "stopped-by:$stopped_by"
  elif [ "$not_for" != - ]; then
    name_of "$not_for"
    skip "$number" "not-for:$not_for:$name_of"
  elif [ "$left" -le 0 ]; then
    skip "$number" "run-limit:$limit"
  elif has_nothing_to_do "$number"; then
    skip "$number" "$why"
  elif run_command "$number" "$seconds"; then
    [ "${refreshes[number - 1]}" != refresh ] || refresh_page=true
    succeeded "$number"
  elif [ "${on_failures[number - 1]}" = stop ]; then
    stopped_by=${names[number - 1]}
  fi
done

now
status=ended
tell
cd /
rm -rf -- "$run/commands" "$run/files" "$run/environment" "$run/supervisor.sh" "$run/customizer-sh" "$run/succeeded-before" "$run/.room" "$run/logs/.room" "$logs/.room"
[ -z "$visible" ] || [ -L "$visible/.room" ] || rm -f -- "$visible/.room"
rmdir "$run/logs" 2>/dev/null # where no output had to go there

save

# It stays, asleep, so that what is known of the run can't be deleted.
read -r -t "$stay" -u "$token" _
