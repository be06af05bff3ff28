# Lasts until the test says so: longer than one invocation, however fast the machine is.
until [ -e "$HOME/go" ]; do sleep 0.1; done
echo after >>"$HOME/commands-that-ran"
