# Says whom it serves.
env | grep '^CUSTOMIZER_' | grep -v FILES | sort
