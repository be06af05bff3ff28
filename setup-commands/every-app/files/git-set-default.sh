# shellcheck shell=bash disable=SC2034 # set-up commands that configure git use what is set here

# In the home folder, a repository's own settings would be read as well.
cd / || exit 1

# set_default KEY VALUE: where git has no value yet. What can't be written sets $failed.
set_default() {
  local key=$1 value=$2 present
  if present=$(git config --get "$key"); then
    echo "kept  $key = $present"
  elif git config --global "$key" "$value"; then
    echo "set   $key = $value"
  else
    echo "Could not write $key to the git configuration in ${HOME:-a home folder that HOME does not name}." >&2
    failed=1
  fi
}
