echo run >>"$HOME/runs-of-30-fails.sh"
echo "this one fails, and its exit code is 7"
exit 7
