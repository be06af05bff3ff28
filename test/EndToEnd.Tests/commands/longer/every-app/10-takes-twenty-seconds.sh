echo run >>"$HOME/runs"
for line in $(seq 1 100); do
  echo "line $line"
  sleep 0.2
done
