# Paths of control groups, and names of users: of processes in namespaces of their own, and
# where the tool itself is in one.
# needs: root syscalls program:setpriv program:unshare
root=$(awk '$3 == "cgroup2" { print $2; exit }' /proc/mounts)
[ -n "$root" ] && mkdir "$root/tracec-test-$$" 2>/dev/null || skip "no control group can be made"
group=/tracec-test-$$/inner
mkdir "$root$group"
trap 'rmdir "$root$group" "$root/tracec-test-$$"' EXIT
cat >program.c <<'END_C'
#include <unistd.h>
int main(void) { return getppid() < 0; }
END_C
cc -static -o program program.c
cat >enter <<END_S
#!/bin/sh
echo \$\$ >"$root$group/cgroup.procs"
exec "\$@"
END_S
chmod +x enter
tool names 'tracepoint:syscalls:sys_enter_getppid /comm == "program"/ {
	printf("%s %s\n", cgroup_path(cgroup, "unified"), username);
	@[cgroup_path(cgroup, "unified"), username] = count();
}'

run ./names -q -c "./enter ./program"
expect_out_like "^unified:$group root\$"
expect_out_like "^@\\[unified:$group, root\\]: 1\$"
run ./names -q -f json -c "./enter ./program"
expect_out_like "\"data\": \"unified:$group root\\\\n\""
expect_out_like "\"@\": \\{\"unified:$group,root\": 1\\}"

# A group that is gone when its path is printed.
cat >short <<END_S
#!/bin/sh
mkdir "$root/tracec-test-$$/gone"
sh -c 'echo \$\$ >"$root/tracec-test-$$/gone/cgroup.procs"; exec ./program'
sleep 0.3
rmdir "$root/tracec-test-$$/gone"
END_S
chmod +x short
tool counts 'tracepoint:syscalls:sys_enter_getppid /comm == "program"/ {
	@[cgroup_path(cgroup)] = count();
	@filtered[cgroup_path(cgroup, "cpu")] = count();
}'
run ./counts -q -c ./short
expect_out_like "^@\\[unified:/tracec-test-$$/gone\\]: 1\$"
expect_out_like '^@filtered\[\]: 1$'
[ ! -e "$root/tracec-test-$$/gone" ] || fail "the group is still there"

# The user is the one that the host knows, whoever it says it is.
nobody=$(id -un 65534)
run ./names -q -c "./enter setpriv --reuid=65534 --clear-groups unshare --user --map-root-user --cgroup ./program"
expect_out_like "^unified:$group $nobody\$"

# In a namespace of control groups its own group is the root, if the file system is mounted there.
mkdir mounted
run ./enter unshare --cgroup --mount sh -c 'umount -l "'"$root"'"; mount -t cgroup2 none mounted && exec ./names -q -c ./program'
expect_out_like '^unified:/ root$'
