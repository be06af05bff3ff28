# What agent.sh and supervisor.sh share: what is written down of a run, and where it is found again. EmbeddedScript.cs puts it in front of each.
#
# A run's state is a file with a line for the run, and then one for each command in the order of the plan. '-' stands for what isn't known:
#
#   VERSION run PID STARTED STATUS BEGAN DIGEST VERSION
#   VERSION command NAME BEGAN KIND CODE ENDED SIZE HEAD OMITTED TRIES NOTE FD FILE VERSION
#
# VERSION      counts how often the state was written; a line with two of them was read while it was written
# PID STARTED  the supervisor, and its start time in /proc/PID/stat: a pid alone can be used again
# STATUS       claiming, running or ended
# BEGAN ENDED  milliseconds since 1970
# DIGEST       the package's
# KIND CODE    how the command ended: exited and its exit code, timed-out, or not-run
# SIZE         bytes that it printed. After the first HEAD of them, OMITTED aren't in the file
# TRIES        how often it was started
# NOTE         words with semicolons between them: why it wasn't run, which limit struck, what else was wrong
# FD FILE      its output: the supervisor has FILE open as FD
#
# A line is padded, so that it is written anew where it is, on a disk that is full by now.
#
# The state is in three places. Whatever a command, a user or a cleaner deletes, the supervisor has it open, and stays for a day after the run's end:
# /proc/PID/fd/9 is a file that has no name any more. It is in the run's folder, for when the supervisor was killed; and in the home, for when all that is gone too:
# then nobody knows any more how the run goes on, but that it has been there, and what became of its commands until then.
# shellcheck disable=SC2034,SC2119,SC2120 # each of the two scripts uses some of it, in its own way
# shellcheck disable=SC2015,SC2086 # an 'or' after 'and' is meant for both; what is split has no other blanks
# shellcheck disable=SC2030,SC2031,SC2094,SC2154 # what a subshell changes is its own; the first line that is typed sets $id

# private FOLDER: it is ours alone: no link, our uid's, and nobody else may look into it.
private() { [ -d "$1" ] && [ ! -L "$1" ] && [ -O "$1" ] && [[ $(ls -ld -- "$1") == drwx--[-S]---* ]]; }

# own FOLDER: makes it, for us alone, where there is nothing of that name. A folder of the user's is used as it is; a link, a file or a folder of
# another uid is somebody's, and left alone.
own() { { [ -d "$1" ] || mkdir -m 700 -- "$1" 2>/dev/null; } && [ -d "$1" ] && [ ! -L "$1" ] && [ -O "$1" ] && [ -w "$1" ]; }

# is_our_file FILE: a file, of our uid's, and no link.
is_our_file() { [ -f "$1" ] && [ ! -L "$1" ] && [ -O "$1" ]; }

# find_home: sets $home to the user's, by HOME; where that names none that can be written to, by the account's entry in passwd. Empty where there is none.
find_home() {
  local account
  home=${HOME:-}
  case $home in /*[!/]*) ;; *) home='' ;; esac
  [ -z "$home" ] || [ -e "$home" ] || [ -L "$home" ] || mkdir -p -- "$home" 2>/dev/null
  if [ -z "$home" ] || [ ! -d "$home" ] || [ ! -w "$home" ]; then
    account=$(unset HOME && printf '%s' ~) # bash asks passwd
    case $account in /*[!/]*) [ ! -d "$account" ] || [ ! -w "$account" ] || { home=$account; return; } ;; esac
    home=''
  fi
}

# read_run FILE: sets $pid, $started, $status, $began and $digest, from the first line of a state.
read_run() {
  local version kind end
  for _ in 1 2 3; do
    { read -r version kind pid started status began digest end; } 2>/dev/null <"$1" || return
    [ "$kind" != run ] || [ "$end" != "$version" ] || return 0
  done
  return 1
}

# processes: their ids, each on a line.
processes() (cd /proc 2>/dev/null && set +f && printf '%s\n' [0-9]*)

# read_process PID: sets $process_state, $process_group and $process_started. Fails where there is no such process, or no /proc.
read_process() {
  local stat
  read -r stat 2>/dev/null <"/proc/$1/stat" || return
  set -- ${stat##*) }
  process_state=$1 process_group=$3 process_started=${20}
}

# alive PID STARTED: whether the process is still that process.
alive() {
  kill -0 "$1" 2>/dev/null || return 1
  read_process "$1" || { [ ! -e /proc/self/stat ]; return; }
  [ "$process_state" != Z ] && [ "$process_started" = "$2" ]
}

# supervisors [FOLDER...]: sets $supervisors, to a word PID:ID for each supervisor that lives and has claimed its run, wherever its files are by now; of
# those alone whose runs are, or were, in the folders: other containers' may be seen from here.
supervisors() {
  local process script folder pid started status began digest
  supervisors=''
  for process in $(processes); do
    { read -r -d '' _ && read -r -d '' script && read -r -d '' folder; } 2>/dev/null <"/proc/$process/cmdline" || continue
    [ "${script##*/}" = supervisor.sh ] && is_in "$process" "${folder%/*}" "$@" && read_run "/proc/$process/fd/9" && [ "$pid" = "$process" ] && [ "$status" != claiming ] || continue
    supervisors="$supervisors $process:${folder##*/}"
  done
}

# is_in PID FOLDER [FOLDER...]: whether the first folder is one of the others, and the process sees the same folders as we do.
is_in() {
  local process=$1 folder=$2 one
  shift 2
  [ $# -gt 0 ] || return 0
  [ ! -e /proc/self/ns/mnt ] || [ "/proc/$process/ns/mnt" -ef /proc/self/ns/mnt ] || return
  for one; do [ "$folder" != "$one" ] || return 0; done
  return 1
}

# size_of FILE: its size in bytes.
size_of() { stat -L -c %s -- "$1" 2>/dev/null || wc -c 2>/dev/null <"$1" | tr -d ' ' || printf 0; }
