#!/usr/bin/env bash
# Makes pip and conda quieter and quicker to give up, and sends them to the mirrors that package-sources.sh names, by way
# of their configuration files.
# A value that the user has set is kept. Neither pip nor conda has to be installed.
# customizer: timeout=1m
set -euo pipefail

: "${HOME:?is not set, so there is no place for the settings}"
config=${XDG_CONFIG_HOME:-$HOME/.config}
pip_index='' conda_channel=''
# shellcheck source=/dev/null
[ ! -f "${CUSTOMIZER_FILES:-/nowhere}/package-sources.sh" ] || . "$CUSTOMIZER_FILES/package-sources.sh"
failed=0

# Says whether one of the files has a line that matches the pattern.
is_set() {
  local pattern=$1 file line
  shift
  for file in "$@"; do
    [ -f "$file" ] || continue
    while IFS= read -r line || [ -n "$line" ]; do
      [[ $line =~ $pattern ]] && return 0
    done < "$file"
  done
  return 1
}

# Replaces a file by what comes on standard input: whole or not at all, through a symbolic link, with its mode kept.
replace() {
  local target=$1 next
  [ -L "$target" ] && target=$(readlink -f "$target")
  next=$target.customizer.$$
  if mkdir -p "${target%/*}" &&
    { [ ! -e "$target" ] || cp -p "$target" "$next"; } &&
    cat > "$next" && mv -f "$next" "$target"; then
    return 0
  fi
  rm -f "$next"
  return 1
}

# The text of an INI file with a setting added at the top of its [global] section.
with_global_setting() {
  local file=$1 setting=$2 line added=no
  if [ -f "$file" ]; then
    while IFS= read -r line || [ -n "$line" ]; do
      printf '%s\n' "$line"
      if [ "$added" = no ] && [[ $line =~ ^\[global\][[:space:]]*$ ]]; then
        printf '%s\n' "$setting"
        added=yes
      fi
    done < "$file"
  fi
  [ "$added" = yes ] || printf '[global]\n%s\n' "$setting"
}

# The text of a YAML mapping with a setting added at its end.
with_last_line() {
  local file=$1 setting=$2 line
  if [ -f "$file" ]; then
    while IFS= read -r line || [ -n "$line" ]; do
      printf '%s\n' "$line"
    done < "$file"
  fi
  printf '%s\n' "$setting"
}

pip_default() {
  local key=$1 value=$2 file=$config/pip/pip.conf text
  if is_set "^[[:space:]]*${key//-/[-_]}[[:space:]]*[=:]" "$file" "$HOME/.pip/pip.conf"; then
    echo "kept  pip: $key"
  elif text=$(with_global_setting "$file" "$key = $value") && printf '%s\n' "$text" | replace "$file"; then
    echo "set   pip: $key = $value"
  else
    echo "Could not write $key = $value to $file." >&2
    failed=1
  fi
}

conda_default() {
  local key=$1 value=$2 file=$HOME/.condarc text
  if is_set "^${key}[[:space:]]*:" "$file" "$HOME/.conda/.condarc" "$config/conda/.condarc"; then
    echo "kept  conda: $key"
  elif is_set '^([{]|\.\.\.|---.*[^[:space:]-])' "$file"; then
    echo "kept  conda: $key ($file is not written line by line, so nothing was added to it)"
  elif text=$(with_last_line "$file" "$key: $value") && printf '%s\n' "$text" | replace "$file"; then
    echo "set   conda: $key = $value"
  else
    echo "Could not write $key: $value to $file." >&2
    failed=1
  fi
}

[ -z "$pip_index" ] || pip_default index-url "$pip_index"
pip_default disable-pip-version-check true
# Where there is no way to a package index, pip says so after two more tries, not five.
pip_default retries 2

[ -z "$conda_channel" ] || conda_default channels "[$conda_channel]"
conda_default auto_update_conda false
conda_default notify_outdated_conda false

exit "$failed"
