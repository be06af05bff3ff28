echo before >>"$HOME/commands-that-ran"
