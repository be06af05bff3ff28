# Long enough for faults to strike in its middle; every run leaves a mark.
echo run >>"$HOME/runs-of-10-prints-slowly.sh"
for line in $(seq 1 60); do
  echo "line $line of $CUSTOMIZER_RUN_ID"
  sleep 0.05
done
