echo "the mirror is up"
