#!/bin/bash
# Checks what the source promises about itself, without building it:
#
#   includes   who may include whom, as in the table below
#   sizes      no source file over 700 lines
#   banned     functions and constructs that this project does without
#   state      no mutable data at file scope (of the objects in BUILD, if given)
#
# arrows.sh [BUILD]: a line 'FILE:LINE: TEXT' for each breach, exit status 1 if there is one.
# arrows.sh --check NAME [BUILD]: one of the four.
set -u
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/.." || exit 2
checks="includes sizes banned state"
if [ "${1:-}" = --check ]; then
	checks=$2
	shift 2
fi
build=${1:-}

# Folder: what its files may include. A name followed by / is a folder of
# compiler/; 'abi' stands for the headers of skeleton/; <...> for system headers
# that are not plain libc or kernel UAPI. Own folder and libc go without saying.
arrows='
compiler/base:
compiler/front: base/
compiler/kernel: base/ <bpf/btf.h> <bpf/libbpf.h> <libelf.h> <gelf.h> <zlib.h>
compiler/dwarf: base/ kernel/ <elfutils/libdw.h> <elfutils/libdwfl.h> <dwarf.h> <libiberty/demangle.h>
compiler/sema: base/ front/ kernel/ dwarf/ abi
compiler/plan: base/ abi
compiler/plan/lower: base/ abi front/ sema/ kernel/
compiler/plan/layout: base/ abi sema/
compiler/emit: base/ plan/ abi
compiler/build: base/
compiler/build/packages: base/ abi
compiler/guest: base/ build/ <zlib.h>
compiler/symbols: base/ <elfutils/libdw.h> <elfutils/libdwfl.h> <elfutils/libdwelf.h> <dwarf.h> <gelf.h> <libiberty/demangle.h>
compiler/commands/embed: base/ kernel/ emit/ build/ commands/ abi <zlib.h>
compiler/commands: base/ front/ kernel/ dwarf/ sema/ plan/ emit/ build/ symbols/ guest/ commands/ abi
compiler/main.c: commands/ base/
compiler/snapshot_main.c: commands/ base/
compiler/guest_init.c: <zlib.h>
skeleton: abi <bpf/bpf_helpers.h> <bpf/bpf_core_read.h> <bpf/bpf_tracing.h> <bpf/bpf_endian.h>
skeleton/need: abi <bpf/btf.h>
skeleton/parts: abi <bpf/libbpf_version.h> <elfutils/version.h> <features.h> <lzma.h> <zlib.h>
runtime-stub: abi
runtime-stub/load: abi <bpf/libbpf.h> <bpf/bpf.h> <bpf/btf.h>
runtime-stub/load_types: abi <zlib.h>
runtime-stub/attach: abi <bpf/libbpf.h> <bpf/bpf.h> <bpf/btf.h>
runtime-stub/elf_: abi <libelf.h> <gelf.h>
runtime-stub/elf_debugdata: abi <lzma.h>
runtime-stub/dwarf_sections: abi <zlib.h>
runtime-stub/kconfig: abi <zlib.h>
runtime-stub/demangle: abi <libiberty/demangle.h>
'

sources() {
	find compiler runtime-stub skeleton \( -name '*.c' -o -name '*.h' -o -name '*.def' \) | sort
}

# The longest row of the table that begins the path decides.
check_includes() {
	sources | xargs -r grep -n '^[ 	]*#[ 	]*include' /dev/null | awk -v table="$arrows" '
		BEGIN {
			n = split(table, rows, "\n")
			for (i = 1; i <= n; i++)
				if ((at = index(rows[i], ":")))
					allowed[substr(rows[i], 1, at - 1)] = substr(rows[i], at + 1) " "
		}
		function row_of(path, row, best) {
			for (row in allowed)
				if (index(path, row) == 1 && length(row) > length(best))
					best = row
			return best
		}
		function exists(path, line) {
			if ((getline line < path) < 0)
				return 0
			close(path)
			return 1
		}
		{
			split($0, part, ":")
			file = part[1]
			what = $0
			if (!match(what, /[<"][^>"]*[>"]/))
				next
			what = substr(what, RSTART, RLENGTH)
			row = row_of(file)
			bare = substr(what, 2, length(what) - 2)
			if (row == "") {
				print file ":" part[2] ": no arrow is known for this folder"
				next
			}
			if (what ~ /^</) {
				# Libraries other than libc: ask for a row. libc and UAPI: free.
				if (what ~ /^<(bpf|elfutils|clang-c)\// ||
				    what ~ /^<(libelf|gelf|dwarf|zlib|libdw|demangle)/)
					good = index(allowed[row], what)
				else
					good = 1
			} else {
				folder = bare
				good = 0
				if (folder ~ /\//) {
					sub(/\/.*/, "", folder)
					own = file
					sub(/^compiler\//, "", own)
					sub(/\/.*/, "", own)
					good = folder == own || index(allowed[row], " " folder "/")
					# What lowering knows of sema must not reach emit through plan/.
					if (bare ~ /^plan\/(lower|layout)/ && row !~ /(plan\/|commands)/)
						good = 0
				} else {
					own = file
					sub(/[^\/]*$/, "", own)
					good = exists(own bare)
					if (!good && exists("skeleton/" bare))
						good = index(allowed[row], " abi ")
				}
			}
			if (!good)
				print file ":" part[2] ": " row " may not include " what
		}'
}

check_sizes() {
	find compiler runtime-stub skeleton tests \
		\( -name '*.c' -o -name '*.h' -o -name '*.def' -o -name '*.sh' \) \
		! -path 'tests/golden/*' | sort | xargs -r wc -l |
		awk '$2 != "total" && $1 > 700 { print $2 ":701: " $1 " lines; 700 is the limit" }'
}

# Comments and the insides of literals are blanked before anything is looked for.
check_banned() {
	find compiler runtime-stub skeleton tests -name '*.[ch]' \
		! -path 'tests/golden/*' ! -path 'tests/run/*' | sort | xargs -r awk -f tests/lib/banned.awk
}

# Objects hold no .data and no .bss: what is const goes elsewhere. A handler
# of signals cannot take an argument, so a name that says signal is let through.
check_state() {
	[ -n "$build" ] || return 0
	find "$build" -name 'libtracec*.a' ! -name '*asan*' | sort | xargs -r objdump -t 2>/dev/null |
		awk '
			/file format/ { object = $1; sub(/:$/, "", object) }
			/ O \.(data|bss)(\.[A-Za-z_]|[ \t])/ && !/\.data\.rel\.ro/ {
				name = $NF
				if (name !~ /signal/)
					print object ": mutable data at file scope: " name
			}' | sort -u
}

found=$(for check in $checks; do "check_$check"; done)
[ -z "$found" ] && exit 0
printf '%s\n' "$found"
exit 1
