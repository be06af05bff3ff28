# Leaves a file in the home, as a tool's settings would be.
pwd
echo customized >"$HOME/customized"
