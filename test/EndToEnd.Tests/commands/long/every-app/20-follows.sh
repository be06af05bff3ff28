echo run >>"$HOME/runs-of-20"
seq 1 200
