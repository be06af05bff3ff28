#!/usr/bin/env bash
# Gives git the defaults a team expects, where the user has none of their own.
# customizer: timeout=1m
set -u

if ! command -v git > /dev/null; then
  echo "git is not in this image: nothing to set."
  exit 0
fi

# In the home folder, a repository's own settings would be read as well.
cd / || exit 1

failed=0

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

set_default init.defaultBranch main
set_default pull.ff only

# In a shared space the profile is the owner's, and others commit there too.
if [ -n "${CUSTOMIZER_USER_PROFILE_NAME:-}" ] && [ "${SAGEMAKER_SPACE_TYPE_LOWERCASE:-}" != shared ]; then
  set_default user.name "$CUSTOMIZER_USER_PROFILE_NAME"
fi

exit "$failed"
