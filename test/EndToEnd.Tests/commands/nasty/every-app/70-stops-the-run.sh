# customizer: on-failure=stop
exit 1
