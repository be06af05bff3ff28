#!/bin/bash
sudo -n -u root --preserve-env COLOUR='light blue' sh -c 'echo "as $(id -u), $COLOUR, $#: $1"' sh 'two  words'
sudo false || echo "sudo handed on $?"
echo '0 * * * * true' | crontab -
crontab -l
supervisorctl status
