# customizer: domains=d-* profiles=a?a spaces=*-lab
echo "ada's lab"
