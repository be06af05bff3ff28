#!/usr/bin/env bash
# Gives git the defaults a team expects, where the user has none of their own.
# customizer: timeout=1m
set -euo pipefail

if ! command -v git > /dev/null; then
  echo "git is not in this image: nothing to set."
  exit 0
fi

failed=0
# shellcheck source=/dev/null
. "$CUSTOMIZER_FILES/git-set-default.sh"

set_default init.defaultBranch main
set_default pull.ff only

# In a shared space the profile is the owner's, and others commit there too.
if [ -n "${CUSTOMIZER_USER_PROFILE_NAME:-}" ] && [ "${SAGEMAKER_SPACE_TYPE_LOWERCASE:-}" != shared ]; then
  set_default user.name "$CUSTOMIZER_USER_PROFILE_NAME"
fi

exit "$failed"
