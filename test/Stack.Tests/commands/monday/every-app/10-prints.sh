seq 1 3000
