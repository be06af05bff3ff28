# Fills the home and the folder of temporary files to the last byte and the last file, where they are small.
for folder in "$HOME" "${TMPDIR:-/tmp}"; do
  [ "$(df -k "$folder" | awk 'END { print $2 }')" -lt 10000 ] || continue
  head -c 100000000 /dev/zero >"$folder/fill"
  for n in $(seq 1 10000); do : 2>/dev/null >"$folder/file-$n" || break; done
done
echo full
exit 3
