echo "what went wrong, on standard error" >&2
exit 3
