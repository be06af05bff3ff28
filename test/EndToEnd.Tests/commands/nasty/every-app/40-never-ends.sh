# customizer: timeout=1s
trap '' TERM
echo "can't be asked to stop"
(trap '' TERM; sleep 300) &
sleep 300
sleep 300
