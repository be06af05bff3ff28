# customizer: profiles=ds-*,ml-* on-failure=stop
echo "data scientists" > "$HOME/ran"
