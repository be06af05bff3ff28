# Prints as a download does that shows how far it is, in one line that it overwrites.
for ((percent = 0; percent <= 1000; percent++)); do
  printf '\rDownloading model.safetensors: %3d.%d%%|%-40.*s| %d/1000 [00:%02d<00:%02d, 33.1MB/s]' \
    $((percent / 10)) $((percent % 10)) $((percent / 25)) '########################################' "$percent" $((percent % 60)) $(((1000 - percent) % 60))
done
printf '\nsaved model.safetensors\n'
