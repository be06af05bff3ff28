echo "the mirror is down" >&2
exit 3
