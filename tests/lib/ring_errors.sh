# Messages: tests/errors/TAG*.case holds a script, a line '---' (with further
# arguments of 'tracec check' behind it, if any), and all of stderr. Behind a
# line '+++ NAME' in the script stands another file, which it imports. The test
# 'tag-TAG' holds if some case of that name really shows the row's message.
cases=$ROOT/tests/errors
table=$ROOT/compiler/base/diag.def
. "$ROOT/tests/lib/golden.sh"
target=$BUILD/golden-target.btf

ring_prepare() {
	golden_target "$target" || echo "golden/target.c does not compile" >&2
}

# TAG SEVERITY REGEX, one row a line; the printf format turned into a regular expression.
tag_rows() {
	{ echo '#define DIAG(t, s, f) @@ t s f'; grep -v '^#undef' "$table"; } |
		cc -E -P -x c - | tr '\n' ' ' | sed 's/@@/\n/g' | awk 'NF { print }' |
		sed -E 's/^ +//; s/" *"//g; s/^([A-Z0-9_]+) ([A-Z]+) "(.*)" *$/\1 \L\2\E \3/' |
		sed -E 's/\\(["\\])/\1/g; s/[][().*+?{}|^$\\]/\\&/g
			s/%[-+ #0-9.]*(hh|h|ll|l|z|j|t)?[a-zA-Z]|%\\\.?(\\?\*|[0-9]+)?[a-z]/.*/g; s/%%/%/g'
}

ring_list() {
	local file
	tag_rows | sed 's/ .*//; s/^/tag-/'
	for file in "$cases"/*.case; do
		[ -e "$file" ] || continue
		file=${file##*/}
		echo "${file%.case}"
	done
}

ring_inputs() {
	case $1 in
	tag-*) ;;
	*) echo "$cases/$1.case $ROOT/tests/lib/ring_errors.sh $table $target" ;;
	esac
}

# The cases that TAG's name begins: TAG.case, TAG-more.case, TAG_more.case; not TAG_OTHER.case.
cases_of() {
	find "$cases" -name "$1*.case" | grep -E "/$1(|[^A-Z0-9_].*|_[^A-Z].*)\.case$"
}

# expected FILE: the part behind the first separator.
expected() {
	awk 'seen { print } /^---( |$)/ { seen = 1 }' "$1"
}

test_tag() {
	local tag severity regex file
	read -r tag severity regex < <(tag_rows | grep -E "^$1 ")
	for file in $(cases_of "$tag"); do
		expected "$file" | grep -qE "^[^ ].*: $severity: $regex\$|^$severity: $regex\$" && return 0
	done
	echo "no tests/errors/$tag*.case expects the message of $tag:"
	echo "  $severity: $regex"
	return 1
}

# The script, and the files behind it.
write_files() {
	local name=script.bt line
	mkdir -p "$1"
	if ! grep -aq '^+++ ' "$file"; then
		cat >"$1/script.bt"
		return
	fi
	while IFS= read -r line; do
		case $line in
		'+++ '*)
			name=${line#+++ }
			mkdir -p "$(dirname "$1/$name")"
			: >"$1/$name"
			;;
		*) printf '%s\n' "$line" >>"$1/$name" ;;
		esac
	done
}

test_case() {
	local file=$cases/$1.case line tag args dir status want=0
	line=$(grep -a -n -m 1 -E '^---( |$)' "$file" | cut -d: -f1)
	[ -n "$line" ] || { echo "no line '---'"; return 1; }
	tag=$(sed -E 's/^([A-Z][A-Z0-9]*(_[A-Z][A-Z0-9]*)*).*/\1/' <<<"$1")
	grep -q "^DIAG($tag," "$table" || { echo "the name begins with no tag of diag.def"; return 1; }
	dir=$(mktemp -d)
	head -n $((line - 1)) "$file" | write_files "$dir"
	ln -s "$BUILD/debug/run-bin" "$dir/bin"
	tail -n +$((line + 1)) "$file" >"$dir/expected"
	# Arguments are words: no quotes.
	args=$(sed -n "${line}s/^---//p" "$file")
	args=${args/\{target\}/"$target"}
	(cd "$dir" && timeout 60 "$TRACEC" check \
		$args script.bt >stdout 2>stderr)
	status=$?
	grep -aq ': error: \|^error: ' "$dir/expected" && want=1
	# What has no place is not in the script, but in the arguments.
	! grep -aq "^error: " "$dir/expected" || grep -aq ": error: " "$dir/expected" || want=2
	if diff -a -u --label expected --label found "$dir/expected" "$dir/stderr" &&
		[ $status = $want ] && [ ! -s "$dir/stdout" ]; then
		rm -rf "$dir"
		return 0
	fi
	echo "exit status $status (expected $want)"
	[ ! -s "$dir/stdout" ] || { echo "stdout must be empty:"; cat "$dir/stdout"; }
	rm -rf "$dir"
	return 1
}

ring_test() {
	case $1 in
	tag-*) test_tag "${1#tag-}" ;;
	*) test_case "$1" ;;
	esac
}
