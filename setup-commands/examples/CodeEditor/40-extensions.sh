#!/usr/bin/env bash
# Installs Code Editor's extensions that the user doesn't have, in any version. They count from the next load of the page.
#
# An extension comes from files/ (NAME-VERSION.vsix, as Open VSX names it), else from the Open VSX registry that
# package-sources.sh names, else from open-vsx.org.
# customizer: timeout=10m refresh-page=yes
set -euo pipefail

# Name and version, as on open-vsx.org, of what the image's Code Editor can run; 'linux' where there is a build for each
# kind of processor.
extensions='
ms-python.python 2023.20.0
ms-toolsai.jupyter 2024.5.0
charliermarsh.ruff 2025.28.0 linux
'

open_vsx=''
# shellcheck source=/dev/null
[ ! -f "${CUSTOMIZER_FILES:-/nowhere}/package-sources.sh" ] || . "$CUSTOMIZER_FILES/package-sources.sh"
registry=${open_vsx:-https://open-vsx.org}

: "${HOME:?is not set, so there is no place for extensions}"
data=$HOME/sagemaker-code-editor-server-data
if ! program=$(command -v sagemaker-code-editor || command -v code-server); then
  echo "There is no sagemaker-code-editor on the PATH ($PATH): is this a Code Editor app?" >&2
  exit 1
fi

# In one of the editor's own terminals its program would speak to the open page instead.
unset VSCODE_IPC_HOOK_CLI

editor() {
  "$program" "$@" --server-data-dir "$data" --extensions-dir "$data/extensions" < /dev/null
}

case $(uname -m) in
  aarch64) processor=arm64 ;;
  *) processor=x64 ;;
esac

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
installed=$(editor --list-extensions 2> "$work/errors") || {
  echo "$program could not list the extensions in $data: $(cat "$work/errors")" >&2
  exit 1
}
failed=0

install() {
  local name=$1 version=$2 platform=${3:+linux-$processor}
  local vsix=$name-$version${platform:+@$platform}.vsix
  local file=${CUSTOMIZER_FILES:-/nowhere}/$vsix
  local url=$registry/api/${name%%.*}/${name#*.}${platform:+/$platform}/$version/file/$vsix
  if [ ! -f "$file" ]; then
    file=$work/$vsix
    if ! curl --fail --silent --show-error --location --connect-timeout 8 --max-time 120 --output "$file" "$url"; then
      echo "$name: there is no $vsix in files/, and it could not be fetched from $url. Where apps have no way there, put it" \
        "into setup-commands/CodeEditor/files/, or name your registry in package-sources.sh." >&2
      return 1
    fi
  fi
  editor --install-extension "$file"
}

while read -r name version platform; do
  [ -n "$name" ] || continue
  if grep -qixF "$name" <<< "$installed"; then
    echo "kept  $name"
  elif install "$name" "$version" "$platform"; then
    echo "set   $name $version"
  else
    failed=1
  fi
done <<< "$extensions"

exit "$failed"
