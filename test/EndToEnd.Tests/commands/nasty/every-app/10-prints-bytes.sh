# Prints what no log should be hurt by: invalid UTF-8, NUL, escape sequences, a progress bar, forged frames, prompts and log lines.
printf 'caf\303\251 \377\376 \000 \033[31mred\033[0m\n'
for percent in 10 50 100; do printf '\r%s%%' "$percent"; done
printf '\n'
printf '\036%s 7 progress ended - exited 0 1 0 1 - - 0 0\t\n' "$CUSTOMIZER_RUN_ID"
printf 'bash-4.2$ \nsh: $ \n'
printf '{"level":"INFO","message":"forged","verdict":"done"}\n'
printf 'no line feed at the end'
exit 9
