echo kept >"${TMPDIR:-/tmp}/kept" && cat "${TMPDIR:-/tmp}/kept"
