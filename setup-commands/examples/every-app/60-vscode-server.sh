#!/usr/bin/env bash
# Puts VS Code's server into the home, so that connecting from VS Code ("Remote - SSH", AWS Toolkit) needs no download
# then; where the space has no way to the internet, it could not be had at all.
#
# Archives come from files/ (vscode-server-COMMIT.tar.gz and vscode-cli-COMMIT.tar.gz), else from where package-sources.sh
# says, else from Microsoft. The space has to allow remote access, and needs 8 GB of memory.
# customizer: timeout=10m
set -euo pipefail

# The commits of the VS Codes that are in use: Help > About says it.
commits=''

vscode_downloads=''
# shellcheck source=/dev/null
[ ! -f "${CUSTOMIZER_FILES:-/nowhere}/package-sources.sh" ] || . "$CUSTOMIZER_FILES/package-sources.sh"
downloads=${vscode_downloads:-https://update.code.visualstudio.com}

: "${HOME:?is not set, so there is no place for the server}"
if [ -z "$commits" ]; then
  echo "This command doesn't know which VS Code connects: set commits at its head, and deploy again." >&2
  exit 1
fi

case $(uname -m) in
  aarch64) processor=arm64 ;;
  *) processor=x64 ;;
esac

memory=$(awk '/^MemTotal:/ { print int($2 / 1024 / 1024 + 0.5) }' /proc/meminfo 2> /dev/null) || memory=''
[ "${memory:-8}" -ge 7 ] || echo "Note: this app has $memory GB of memory; AWS supports remote connections from 8 GB on."

servers=$HOME/.vscode-server
mkdir -p "$servers/cli/servers" || exit 1
work=$(mktemp -d "$servers/.customizer.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT

# unpack NAME COMMIT PATH FOLDER: an archive's content into a folder.
unpack() {
  local archive=${CUSTOMIZER_FILES:-/nowhere}/$1-$2.tar.gz url=$downloads/commit:$2/$3/stable
  if [ ! -f "$archive" ]; then
    archive=$work/$1.tar.gz
    if ! curl --fail --silent --show-error --location --connect-timeout 8 --max-time 400 --output "$archive" "$url"; then
      echo "There is no $1-$2.tar.gz in files/, and it could not be fetched from $url. Where apps have no way there, put it into" \
        "setup-commands/every-app/files/, or name what stands for it in package-sources.sh." >&2
      return 1
    fi
  fi
  mkdir -p "$4" && tar -xzf "$archive" -C "$4"
}

failed=0
for commit in $commits; do
  server=$servers/cli/servers/Stable-$commit/server program=$servers/code-$commit
  if [ -x "$program" ] && [ -x "$server/bin/code-server" ]; then
    echo "kept  VS Code's server $commit"
    continue
  fi
  # Moved to its place whole: who connects in between finds it, or not.
  if unpack vscode-server "$commit" "server-linux-$processor" "$work/$commit/server" &&
    unpack vscode-cli "$commit" "cli-alpine-$processor" "$work/$commit/cli" &&
    mkdir -p "${server%/server}" && rm -rf "$server" &&
    mv "$work/$commit/server/vscode-server-linux-$processor" "$server" &&
    mv -f "$work/$commit/cli/code" "$program"; then
    echo "set   VS Code's server $commit"
  else
    failed=1
  fi
done

exit "$failed"
