# Prints as pip does while it installs sixty packages, with its progress bars.
for ((package = 1; package <= 60; package++)); do
  printf 'Collecting package-%d>=1.0\n  Downloading package_%d-1.0.%d-py3-none-any.whl.metadata (4.1 kB)\n' "$package" "$package" "$package"
  printf 'Downloading package_%d-1.0.%d-py3-none-any.whl (12.6 MB)\n' "$package" "$package"
  for ((done = 0; done <= 40; done++)); do
    printf '\r\033[2K   \033[38;5;237m%.*s\033[0m \033[32m%d.%d/12.6 MB\033[0m \033[31m45.1 MB/s\033[0m eta \033[36m0:00:01\033[0m' \
      "$done" '━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━' $((done * 126 / 400)) $((done % 10))
  done
  printf '\n'
done
printf 'Installing collected packages: package-1 to package-60\nSuccessfully installed sixty packages\n'
