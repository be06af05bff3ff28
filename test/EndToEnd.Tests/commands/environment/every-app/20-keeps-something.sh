echo kept >"$TMPDIR/kept" && cat "$TMPDIR/kept"
