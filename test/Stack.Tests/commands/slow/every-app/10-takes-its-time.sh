for second in $(seq 1 25); do
  echo "$second"
  sleep 1
done
