#!/usr/bin/env bash
# Installs uv, poetry and pdm into the base environment. The image brings that environment anew at each start.
#
# Wheels in files/ come first (of the tools and of all that they need: pip download --dest … TOOL), then the index that
# package-sources.sh names, else pip's own.
# customizer: timeout=10m
set -euo pipefail

tools='uv==0.8.0 poetry==2.1.3 pdm==2.24.2'

pip_index=''
# shellcheck source=/dev/null
[ ! -f "${CUSTOMIZER_FILES:-/nowhere}/package-sources.sh" ] || . "$CUSTOMIZER_FILES/package-sources.sh"

if ! command -v python3 > /dev/null; then
  echo "There is no python3 on the PATH ($PATH): the tools are installed with it." >&2
  exit 1
fi

missing=()
for tool in $tools; do
  if present=$(python3 -c 'import importlib.metadata, sys; print(importlib.metadata.version(sys.argv[1]))' "${tool%%==*}" 2> /dev/null) &&
    [ "$present" = "${tool##*==}" ]; then
    echo "kept  ${tool%%==*} $present"
  else
    missing+=("$tool")
  fi
done
[ "${#missing[@]}" -gt 0 ] || exit 0

# It gives up on an index that doesn't answer after two tries of eight seconds.
install() {
  python3 -m pip install --quiet --no-input --disable-pip-version-check --no-warn-script-location --retries 1 --timeout 8 "$@"
}

if compgen -G "${CUSTOMIZER_FILES:-/nowhere}/*.whl" > /dev/null &&
  install --no-index --find-links "$CUSTOMIZER_FILES" "${missing[@]}" 2> /dev/null; then
  echo "set   ${missing[*]}, from files/"
elif install ${pip_index:+--index-url "$pip_index"} "${missing[@]}"; then
  echo "set   ${missing[*]}"
else
  echo "pip could not install ${missing[*]}: files/ has no wheels of them and of all that they need, and ${pip_index:-the package index} did" \
    "not give them. Where apps have no way to an index, put the wheels into setup-commands/every-app/files/, or name your" \
    "mirror in package-sources.sh." >&2
  exit 1
fi
