# CONFIG_ names are what the kernel of the host was configured to, by /proc/config.gz, else by /boot/config-RELEASE; without
# either the tool says so and ends, and --check fails. CONFIG_ names that are texts are no numbers.
# needs: root
tool t 'begin { printf("%ld %ld %ld %ld\n", CONFIG_HZ, NR_CPUS, kconfig("CONFIG_EXT4_FS"), CONFIG_NO_SUCH_THING); exit(); }'
tool text 'begin { print(CONFIG_LOCALVERSION); exit(); }'
cat >away.sh <<'END'
mount -t tmpfs none /boot 2>/dev/null || { mkdir -p /boot && mount -t tmpfs none /boot; }
[ ! -e /proc/config.gz ] || mount --bind "$1" /proc/config.gz
[ ! -d /lib/modules/$(uname -r) ] || mount -t tmpfs none /lib/modules/$(uname -r)
shift
[ -z "${CONFIG:-}" ] || cp config /boot/config-$(uname -r)
"$@"
END
cat >config <<'END'
# CONFIG_HZ_100 is not set
CONFIG_HZ=1000
CONFIG_NR_CPUS=0x40
CONFIG_EXT4_FS=m
CONFIG_LOCALVERSION="-one"
END
gzip -k config
release=$(uname -r)

hidden() { run unshare -m bash away.sh "$@"; }
missing="CONFIG_HZ is not known: neither /proc/config.gz \(modprobe configs may bring it\) nor /boot/config-$release can be read"

hidden /dev/null ./t
expect_status 1
expect_err_like "^t: $missing$"
expect_err_lines 1
hidden /dev/null ./t --check
expect_status 1
expect_err_like "$missing"
export CONFIG=1
hidden /dev/null ./t -q
expect_status 0
expect_out_like '^1000 64 2 0$'
hidden /dev/null ./t -v
expect_status 0
expect_err_like "CONFIG_HZ is 1000, by /boot/config-$release"
hidden /dev/null ./text
expect_status 1
expect_err_like "^text: CONFIG_LOCALVERSION is no number in /boot/config-$release$"
unset CONFIG
[ -e /proc/config.gz ] || exit 0
hidden config.gz ./t -q
expect_status 0
expect_out_like '^1000 64 2 0$'
# A file that ends too early is none.
head -c 40 config.gz >short.gz
hidden short.gz ./t
expect_status 1
expect_err_like "$missing"
