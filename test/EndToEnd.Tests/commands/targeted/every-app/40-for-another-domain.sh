# customizer: domains=d-of-nobody run=once
echo "another domain" > "$HOME/ran"
