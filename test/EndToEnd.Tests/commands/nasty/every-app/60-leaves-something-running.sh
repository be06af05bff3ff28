sleep 300 &
echo left
