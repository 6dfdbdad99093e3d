# packages.sh [SECTION]...: installs by apt what packages.txt lists in these sections (build) and the machine
# lacks. Quiet where nothing is missing. Where packages of another architecture are wanted, dpkg is told of it.
# Sourced it gives packages_install, which returns 1 with one line per missing package if it cannot install them.

packages_list() {
	awk -v wanted=" $* " '
		/^\[/ {
			n = split(substr($0, 2, length($0) - 2), sections, " ")
			for (on = 0; n; n--)
				on = on || index(wanted, " " sections[n] " ")
			next
		}
		/^[a-z]/ && on { print $1 }
	' "$(dirname "${BASH_SOURCE[0]}")/packages.txt"
}

# Those of the packages that are not installed.
packages_missing() {
	local installed
	installed=$(dpkg-query -W -f '${Package} ${Architecture} ${db:Status-Status}\n' "$@" 2>/dev/null |
		awk -v own="$(dpkg --print-architecture)" '$3 == "installed" {
			print $2 == own || $2 == "all" ? $1 : $1 ":" $2 }')
	printf '%s\n' "$@" | grep -vxF -e "$installed" || true
}

# Architectures that packages ask for and dpkg does not know.
packages_foreign() {
	printf '%s\n' "$@" | sed -n 's/.*://p' | sort -u |
		grep -vxF -e "$(dpkg --print-foreign-architectures)" || true
}

packages_install() {
	local missing log architecture
	# Word splitting is meant: package names have no blanks.
	missing=$(packages_missing $(packages_list "$@"))
	[ -n "$missing" ] || return 0
	if [ "$(id -u)" != 0 ]; then
		echo "not installed, and only root can install them:" $missing >&2
		return 1
	fi
	echo "installing" $missing >&2
	log=$(mktemp)
	for architecture in $(packages_foreign $missing); do
		dpkg --add-architecture "$architecture"
	done
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

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
	packages_install "${@:-build}"
fi
