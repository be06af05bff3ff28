# customizer: timeout=1s
sleep 60
