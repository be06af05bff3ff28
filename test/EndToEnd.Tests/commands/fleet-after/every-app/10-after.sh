echo after >>"$HOME/commands-that-ran"
sleep 3
[ ! -e "$HOME/broken" ]
