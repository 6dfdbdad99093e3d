# Every builtin and function of the language has a page with its form, its meaning and an example that can be built.
# timeout: 300
builtins="arg0 args cgroup comm config cpid cpu ctx curtask dw_ustack elapsed func gid has_cpid jiffies kstack
	leader_comm leader_tid ncpus nsecs numaid pcomm pid ppid probe probetype rand retval tid uid usermode username
	ustack"
functions="assert static_assert fail assert_str is_literal is_str is_integer is_unsigned_integer is_ptr is_array
	is_scalar is_err bswap buf cat cgroup_path cgroupid clear zero comm container_of debugf default_str_length delete
	errorf warnf exit find has_key getopt join kaddr percpu_kaddr kfunc_exist kfunc_allowed kptr uptr kstack ustack
	dw_ustack ksym usym len macaddr memcmp strncmp nsecs ntop pton override path print printf reg signal signal_thread
	signal_name strerror syscall_name skboutput socket_cookie str str_concat strlen strcap strcontains strstr strftime
	system time uaddr unwatch write_user count sum min max avg stats hist lhist tseries
	pid tid ppid pcomm leader_tid leader_comm"

# Nothing is forgotten here that the tables have.
"$TRACEC" help functions | awk '{ print $1 }' | sort >table
printf '%s\n' $functions has_field has_type has_enumerator kconfig | sort >known
diff table known || fail "functions of the table and of the language"
"$TRACEC" help builtins | awk '/^  [a-z]/ { print $1 }' | sed 's/,$//' | sort >table
printf '%s\n' $builtins | sort >known
diff table known || fail "builtins of the table and of the language"

: >examples
for name in $builtins $functions offsetof sizeof; do
	run "$TRACEC" help "$name"
	expect_status 0
	case $name in offsetof | sizeof) continue ;; esac
	[ "$(grep -c '^    example: ' $out)" -ge 1 ] || fail "$name has no example"
	grep -v "^ " $out | grep -q "$name" || fail "$name has no form"
	grep -qE '^    [a-zA-Z0-9]' $out || fail "$name has no meaning"
	grep '^    example: ' $out | grep -q "$name" || fail "the example of $name is of something else"
	sed -n 's/^    example: //p' $out >>examples
done
sort -u examples >all.bt
[ "$(wc -l <all.bt)" -gt 110 ] || fail "too few examples"

# All of them together are a tool.
run "$TRACEC" build --unsafe --no-warnings all.bt -o all
expect_status 0
