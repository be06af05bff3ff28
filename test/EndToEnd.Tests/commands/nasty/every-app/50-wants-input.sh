read -r answer
echo "read <$answer>"
[ ! -t 0 ] && [ ! -t 1 ]
