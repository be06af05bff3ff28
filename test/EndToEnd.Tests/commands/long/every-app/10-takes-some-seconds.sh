# Long enough to be killed, cut, restarted and handed over in the middle. Every run leaves a mark: one too many would be seen.
echo run >>"$HOME/runs-of-10"
for line in $(seq 1 40); do
  echo "line $line"
  sleep 0.1
done
