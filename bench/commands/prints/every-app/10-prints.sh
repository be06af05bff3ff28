# customizer: timeout=10m
[ ! -e "$HOME/bench-output" ] || cat "$HOME/bench-output"
