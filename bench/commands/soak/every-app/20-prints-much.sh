echo run >>"$HOME/runs-of-20-prints-much.sh"
seq 1 60000
