# Sourced: remembers under $BUILD/cache what has passed, by the contents of all it depends on.

# cache_key RING NAME FILE...: a key of these files' contents and of $BASE.
cache_key() {
	local ring=$1 name=$2
	shift 2
	{ echo "$BASE $ring $name"; cat -- "$@" 2>/dev/null; } | sha256sum | cut -c1-40
}

cache_has() {
	[ -n "$1" ] && [ -z "$FRESH" ] && [ -e "$BUILD/cache/$1" ] && touch -c "$BUILD/cache/$1"
}

cache_put() {
	[ -z "$1" ] || : >"$BUILD/cache/$1"
}
