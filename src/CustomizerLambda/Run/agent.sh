# Answers the function's requests over a terminal. It holds no state of its own: every request says all that it needs, so a lost terminal costs
# nothing, and it leaves by itself when nobody asks any more. The first line sent to the terminal sets $id, the run's id; Agent.cs is the other end.
#
# A request is a line:  NUMBER VERB ARGUMENT…
# An answer is a frame: RS RUN-ID NUMBER WORD…  (RS is byte 1e; what commands printed is in base64, so no output can look like a frame)
# Writes no here-document: bash before 5.1 keeps those in files, and a command may have filled the disk.
PATH=${PATH:+$PATH:}/usr/local/bin:/usr/bin:/bin
set -f
begin_folder=$PWD

answer() { printf '\036%s %s %s\n' "$id" "$number" "$*"; }
refuse() { answer error "$(printf '%s' "$*" | base64 | tr -d '\n')"; }
first_line() { read -r REPLY 2>/dev/null <"$1"; }

# make_root: sets $root, where runs are: a folder that is ours alone. Where somebody else has that name, the next one is taken. $roots has those that
# are ours, $candidates all that might be.
make_root() {
  local folder name
  name=studio-customizer-$(id -u)
  root='' roots=() candidates=()
  folder=${TMPDIR:-/tmp}
  [ -d "$folder" ] && [ -w "$folder" ] || folder=/tmp
  for folder in "$folder/$name" "$folder/$name."{1,2,3} ${home:+"$home/.studio-customizer/tmp"}; do
    candidates+=("$folder")
    [ -n "$root" ] || [ -e "$folder" ] || [ -L "$folder" ] || mkdir -m 700 "$folder" 2>/dev/null
    private "$folder" || continue
    [ -n "$root" ] || root=$folder
    roots+=("$folder")
  done
  [ -n "$root" ]
}

# know_nothing: of run $id nothing has been looked for yet.
know_nothing() { place=none run=${root:-/nowhere}/$id status=- pid=- digest=- state_file=$run/state; }

# locate: finds what is known of run $id. Sets $run to its folder; $place to 'process' where its supervisor lives, to 'folder' where only that is left,
# 'home' where only the home tells of it, or 'none'; and what read_run sets.
locate() {
  local folder one
  know_nothing
  for folder in "${roots[@]}"; do
    [ -e "$folder/$id/state" ] || continue
    run=$folder/$id
    read_run "$run/state" && place=folder
    break
  done
  if [ "$place" = none ]; then
    supervisors
    for one in $supervisors; do
      [ "${one#*:}" != "$id" ] || { read_run "/proc/${one%%:*}/fd/9" && place=process; }
    done
  elif alive "$pid" "$started" && [ -r "/proc/$pid/fd/9" ]; then
    place=process
  fi
  if [ "$place" = none ] && [ -n "$home" ] && read_run "$home/.studio-customizer/runs/$id"; then place=home; fi
  at state
  state_file=$at
}

# at NAME: sets $at, to where one of a run's files is.
at() {
  case $place:$1 in
    process:state) at=/proc/$pid/fd/9 ;;
    process:cursor) at=/proc/$pid/fd/4 ;;
    process:lease) at=/proc/$pid/fd/5 ;;
    process:reported) at=/proc/$pid/fd/6 ;;
    home:state) at=$home/.studio-customizer/runs/$id ;;
    home:*) at=$home/.studio-customizer/runs/$id.$1 ;;
    *) at=$run/$1 ;;
  esac
}

# record FILE TEXT: in place, which needs no room on a disk that a command has filled. Only who may follow writes, and reads what another wrote. Where
# it fails all the same, going on is better than stopping: what is lost is only where to go on if we are killed.
record() {
  at "$1"
  printf '%-63s\n' "$2" 1<>"$at"
  [ "$place" != process ] || [ ! -f "$run/$1" ] || printf '%-63s\n' "$2" 1<>"$run/$1" # for when the supervisor is killed
} 2>/dev/null

# become: sets $now, to what became of the run.
become() {
  # Where the supervisor has been killed, what it had open is gone.
  [ "$place" = none ] || read_run "$state_file" || locate
  case $place:$status in
    none:*) now=absent ;;
    home:*) now=vanished ;;
    *:ended) now=ended ;;
    *)
      now=running
      alive "$pid" "$started" || { now=died && read_run "$state_file" && [ "$status" = ended ] && now=ended; } # it may have ended just now
      ;;
  esac
}

# lease TOKEN: one follower at a time, or the log would have everything twice. A follower keeps its lease over lost terminals by its token; it is
# free when its follower has left, or has asked nothing for a while. Sets $token, or fails.
lease() {
  local holder=- asked=0 now tries=0
  [ "$place" != home ] || { token=${1#-} token=${token:-$$.$RANDOM$RANDOM}; return; }
  until mv "$run/unlocked" "$run/locked" 2>/dev/null; do
    [ -e "$run/unlocked" ] || [ -e "$run/locked" ] || break # deleted: who asks at the same moment may follow as well
    tries=$((tries + 1))
    [ "$tries" -lt 25 ] || mv "$run/locked" "$run/unlocked" 2>/dev/null || return # whoever held it was killed
    pause
  done
  printf -v now '%(%s)T' -1
  at lease
  read -r holder asked 2>/dev/null <"$at"
  if [ "$holder" = - ] || [ "$holder" = "$1" ] || [ $((now - asked)) -ge "$lease_seconds" ]; then
    token=$1
    [ "$token" != - ] || token=$$.$RANDOM$RANDOM
    record lease "$token $now"
    refreshed=$now
  else
    token=''
  fi
  mv "$run/locked" "$run/unlocked" 2>/dev/null
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

# names: the commands' names, in order, each on a line.
names() {
  local kind name
  while read -r _ kind name _; do [ "$kind" != command ] || printf '%s\n' "$name"; done
} 2>/dev/null <"$state_file"

# look TOKEN: STATE TOKEN REPORTED COMMAND OFFSET END DIGEST, then the commands' names in base64. TOKEN is the lease's, or '-' for none yet.
look() {
  local now reported=-
  cursor='1 0 0'
  locate
  become
  [ "$now" != absent ] || { answer run absent; return; }
  lease "$1" 2>/dev/null
  at reported
  first_line "$at" && reported=$REPLY
  at cursor
  first_line "$at" && cursor=$REPLY
  answer run "$now" "${token:-taken}" "${reported:--}" "$cursor" "$digest" "$(names | base64 | tr -d '\n')"
}

# runs: the runs in this app, of at most ten, the one that began last first: ID STATE REPORTED DIGEST for each.
runs() {
  local one known='' words='' folder
  supervisors "${candidates[@]}"
  for one in $supervisors; do known="$known ${one#*:}"; done
  for folder in "${roots[@]}"; do
    for one in $(cd "$folder" && set +f && printf '%s\n' */state); do
      one=${one%/state}
      [[ $one == *[!0-9A-Za-z-]* || " $known " == *" $one "* ]] || known="$known $one"
    done
  done
  while read -r _ one; do words="$words $one"; done < <(for id in $known; do tell_run; done | sort -rn | head -n 10)
  answer "runs$words"
} 2>/dev/null
# tell_run: BEGAN ID STATE REPORTED DIGEST, of run $id.
tell_run() {
  local now reported=-
  locate
  become
  at reported
  first_line "$at" && reported=$REPLY
  [ "$now" = absent ] || printf '%s %s %s %s %s\n' "$began" "$id" "$now" "${reported:--}" "$digest"
}

# make_stage: where the archive is put; nobody else has that name.
make_stage() { [ -d "$stage" ] || { private "$root" || make_root; } && stage=$root/$id.$$ && { [ -d "$stage" ] || mkdir -m 700 "$stage"; } 2>/dev/null; }

# put PIECE: the next piece of the archive, in base64.
put() {
  make_stage && printf '%s' "$1" | base64 -d >>"$stage/archive" || { refuse "can't write to ${stage:-a folder for temporary files} (is the disk full, or the folder another user's?)"; return; }
  answer ok
}

# take FILE: the whole archive, which was uploaded to where terminals begin.
take() {
  [ -f "$begin_folder/$1" ] && [ ! -L "$begin_folder/$1" ] || { answer missing; return; }
  make_stage && mv -f "$begin_folder/$1" "$stage/archive" && { answer ok; return; }
  # Whoever else starts this very run now clears such files away: ours may be gone.
  [ -f "$begin_folder/$1" ] || { rm -f "$stage/archive"; answer missing; return; }
  rm -f "$begin_folder/$1" "$stage/archive"
  refuse "can't write to $stage (is the disk full?)"
}

# start SHA256 LIMIT KEEP RETRY ENVIRONMENT: checks what was put, and lets the supervisor claim the run. RETRY is the run of which it repeats what failed, or '-'.
start() {
  local sum shell file look rest=20
  sum=$(sha256sum 2>/dev/null <"$stage/archive") && [ "${sum%% *}" = "$1" ] || { rm -rf "$stage"; answer damaged; return; }
  tar -xzf "$stage/archive" -C "$stage" && rm -f "$stage/archive" || { discard "can't unpack the set-up commands (are tar and gzip in the image, and room on the disk?)"; return; }
  for file in $(cd "$begin_folder" && set +f && printf '%s\n' studio-customizer-"$id"-*.tmp); do # of an upload that broke off
    [ ! -f "$begin_folder/$file" ] || [ -L "$begin_folder/$file" ] || rm -f "$begin_folder/$file"
  done
  printf '%s' "$5" | base64 -d >"$stage/environment" || { discard "can't write to $stage (is the disk full?)"; return; }
  [ "$4" = - ] || succeeded_in "$4" >"$stage/succeeded-before"
  # Under a name of its own: where a terminal of Code Editor's crashes, an extension of AWS's kills every process that is called bash.
  shell=$stage/customizer-sh
  ln -s "$(command -v bash)" "$shell" && [ -x "$shell" ] || shell=bash
  # With job control, or what is started in the background would ignore Ctrl-C for ever, down to the commands.
  set -m
  if command -v setsid >/dev/null; then
    setsid "$shell" "$stage/supervisor.sh" "$run" "$stage" "$2" "$3" </dev/null >/dev/null 2>&1 &
  else
    (trap '' HUP; exec "$shell" "$stage/supervisor.sh" "$run" "$stage" "$2" "$3") </dev/null >/dev/null 2>&1 &
  fi
  set +m
  for ((look = 1; look <= 30; look++)); do
    # It may be there without its folder: but to see that takes longer.
    [ ! -e "$run/state" ] && [ $((look % 5)) -ne 0 ] || locate
    [ "$place" = none ] || [ "$status" = claiming ] || { answer ok; return; }
    rest
  done
  refuse "the supervisor didn't start (is $root writable, with room on its disk, and bash in the image?)"
}
discard() { rm -rf "$stage"; refuse "$@"; }
# succeeded_in ID: the names of the commands that succeeded in another run, each on a line.
succeeded_in() (
  id=$1
  locate
  while read -r _ kind name _ how code _ _ _ _ _ note _; do
    case $kind:$how:$code:$note in command:exited:0:* | command:not-run:*:succeeded-before) printf '%s\n' "$name" ;; esac
  done <"$state_file"
) 2>/dev/null
pause() { sleep "0.$(printf %03d "${1:-200}")" 2>/dev/null || sleep 1; }
# rest: shortly at first, then longer, by $rest. What is waited for is often there at once, and may be hours away.
rest() { pause "$rest" && rest=$((rest < 125 ? rest * 8 / 5 : 200)); }

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
  local command=() _ live=0 from omitted=0 head=0 fd=-
  began_at=- kind=- code=- ended=- size=- tries=0 why=- log='' source=''
  become
  for _ in 1 2 3; do
    mapfile -t -s "$1" -n 1 command 2>/dev/null <"$state_file"
    ! read_command "${command[0]:-}" || break
  done
  if [ -n "$log" ] || [ "$fd" != - ]; then
    source=/proc/$pid/fd/$fd
    [ "$place" = process ] && [ -r "$source" ] || source=$log
    [ -f "$source" ] && [ -r "$source" ] || source=/dev/null # deleted, or something else by now
    # Its end is where the supervisor's next byte goes: that is read without a process.
    [ "$place" = process ] && read -r _ live 2>/dev/null <"/proc/$pid/fdinfo/$fd" || live=$(size_of "$source")
  fi
  [ "$kind" != - ] || size=$live head=$live
  from=$(($2 < head ? $2 : $2 - omitted)) length=0
  [ "$2" -ge "$size" ] || length=$(($2 < head && omitted > 0 ? head - $2 : size - $2))
  [ "$length" -le $((live - from)) ] || length=$((live - from))
  # Between the head and the tail there is nothing.
  [ "$2" -lt "$head" ] || [ "$from" -ge "$head" ] || length=0
  [ "$length" -ge 0 ] || length=0
  [ "$length" -le "$3" ] || length=$3
  # What somebody has cut short, or deleted, isn't promised.
  if [ "$length" -gt 0 ]; then
    live=$(size_of "$source")
    [ "$length" -le $((live - from)) ] || length=$((live > from ? live - from : 0))
  fi
  physical=$from
}
# read_command LINE: sets what state.sh says of a command; or nothing, where the line is being written.
read_command() {
  local line=$1
  set -- $line
  [ $# -ge 15 ] && [ "$1 $2" = "${line##* } command" ] || return
  began_at=$4 kind=$5 code=$6 ended=$7 size=$8 head=$9 omitted=${10} tries=${11} why=${12} fd=${13}
  line=${line% *}
  case ${14} in /*) log=/${line#* /} log=${log%"${log##*[! ]}"} ;; *) log='' ;; esac
}

# tell_progress COMMAND OFFSET: STATE BEGAN KIND CODE ENDED SIZE TRIES NOTE FILE- OFFSET LENGTH, a tab, and what was printed; compressed, which 'gz:'
# says, where that pays.
tell_progress() {
  [ "$log" = "$told_log" ] || { told_log=$log told_name=$(printf '%s' "$log" | base64 | tr -d '\n'); }
  printf '\036%s %s progress %s %s %s %s %s %s %s %s %s- %s %s\t' "$id" "$number" "$now" "$began_at" "$kind" "$code" "$ended" "$size" "$tries" "$why" "$told_name" "$2" "$length"
  if [ "$length" -ge 4096 ]; then
    printf gz:
    piece "$physical" "$length" | gzip -1 | one_line
  elif [ "$length" -gt 0 ]; then
    piece "$physical" "$length" | one_line
  fi
  printf '\n'
} 2>/dev/null # an error in the middle of it would spoil the answer
told_log='' told_name=''
# piece OFFSET LENGTH: one process where dd knows these flags; busybox's, which needn't, has printed nothing then.
piece() { dd if="$source" bs=64k skip="$1" count="$2" iflag=skip_bytes,count_bytes || tail -c "+$(($1 + 1))" "$source" | head -c "$2"; }
one_line() { base64 -w 0 || base64 | tr -d '\n'; } # an old busybox knows no -w, and has read nothing then

# report VERDICT: the run is reported; nobody needs to do it again.
report() {
  record reported "$1"
  # The home knows it too, for when all else is gone.
  [ ! -f "$home/.studio-customizer/runs/$id" ] || [ -L "$home/.studio-customizer/runs/$id.reported" ] ||
    printf '%-63s\n' "$1" 2>/dev/null >"$home/.studio-customizer/runs/$id.reported"
  answer ok
}

find_home
number=0 stage=''
make_root
know_nothing
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
[ -z "$stage" ] || rm -rf "$stage"
