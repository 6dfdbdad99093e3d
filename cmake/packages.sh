# Sourced, not run: packages_install SECTION... installs by apt what packages.txt
# lists in these sections and the machine lacks. Quiet where nothing is missing.
# Returns 1 with one line per missing package if it cannot install them.

packages_list() {
	awk -v wanted=" $* " '
		/^\[/ { section = substr($0, 2, length($0) - 2); next }
		/^[a-z]/ && index(wanted, " " section " ") { print $1 }
	' "$(dirname "${BASH_SOURCE[0]}")/packages.txt"
}

# Those of the packages that are not installed.
packages_missing() {
	local installed
	installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "$@" 2>/dev/null |
		awk '$2 == "installed" { print $1 }')
	printf '%s\n' "$@" | grep -vxF -e "$installed" || true
}

packages_install() {
	local missing log
	# Word splitting is meant: package names have no blanks.
	missing=$(packages_missing $(packages_list "$@"))
	[ -n "$missing" ] || return 0
	if [ "$(id -u)" != 0 ]; then
		echo "not installed, and only root can install them:" $missing >&2
		return 1
	fi
	echo "installing" $missing >&2
	log=$(mktemp)
	if ! packages_apt $missing >"$log" 2>&1; then
		# The lists may be missing or older than the archive.
		if ! { apt-get -q update && packages_apt $missing; } >>"$log" 2>&1; then
			cat "$log" >&2
			rm -f "$log"
			return 1
		fi
	fi
	rm -f "$log"
}

packages_apt() {
	DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install "$@" </dev/null
}
