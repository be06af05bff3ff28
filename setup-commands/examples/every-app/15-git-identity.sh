#!/usr/bin/env bash
# Gives git an e-mail address made from the profile's name, and ways to sign in to repositories, where the user has none.
# Not in a shared space: others work there too, under the same account of the system.
# customizer: timeout=1m
set -euo pipefail

# What follows the @, such as example.com. A profile 'alice' commits as alice@example.com.
mail_domain=''

if [ -z "$mail_domain" ]; then
  echo "This command doesn't know your mail domain: set mail_domain at its head, and deploy again." >&2
  exit 1
fi
if ! command -v git > /dev/null; then
  echo "git is not in this image: nothing to set."
  exit 0
fi
if [ "${SAGEMAKER_SPACE_TYPE_LOWERCASE:-}" = shared ]; then
  echo "This space is shared: nothing to set."
  exit 0
fi

failed=0
# shellcheck source=/dev/null
. "$CUSTOMIZER_FILES/git-set-default.sh"

set_default user.name "$CUSTOMIZER_USER_PROFILE_NAME"
set_default user.email "$CUSTOMIZER_USER_PROFILE_NAME@$mail_domain"

# For eight hours what was typed in stays in memory, and never comes to the disk.
set_default credential.helper 'cache --timeout=28800'

# In CodeCommit the app's own role signs in.
# shellcheck disable=SC2016 # git runs this, later
set_default 'credential.https://git-codecommit.*.amazonaws.com.helper' '!aws codecommit credential-helper $@'
set_default 'credential.https://git-codecommit.*.amazonaws.com.UseHttpPath' true

exit "$failed"
