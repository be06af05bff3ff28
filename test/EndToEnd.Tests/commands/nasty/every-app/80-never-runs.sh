echo ran >"$HOME/never"
