# customizer: timeout=1s
echo after
sleep 300
