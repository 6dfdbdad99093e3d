# BPFTRACE_<KEY> in the environment: stronger than the script's block where the tool is built, and for what
# matters only then also where it runs; --config is stronger than it.
# needs: root
script='config = { max_strlen = 50; max_map_keys = 3; }
begin { printf("%d\n", config.max_strlen); @a[1] = 1; @a[2] = 2; cat("/proc/sys/kernel/ostype"); exit(); }'
export BPFTRACE_MAX_STRLEN=60 BPFTRACE_PRINT_MAPS_ON_EXIT=0
printf '%s\n' "$script" >script.bt
run "$TRACEC" build script.bt -o built
expect_status 0
expect_err ''
unset BPFTRACE_MAX_STRLEN BPFTRACE_PRINT_MAPS_ON_EXIT
run ./built -q
expect_out $'60\nLinux'
expect_err ''
run env BPFTRACE_PRINT_MAPS_ON_EXIT=true BPFTRACE_MAX_CAT_BYTES=3 ./built -q
expect_out_like '^@a\[1\]: 1$'
expect_out_like '^Lin$'
expect_err ''

# What is built in stays, and is said to.
run env BPFTRACE_MAX_STRLEN=70 ./built -q
expect_out_like '^60$'
expect_err 'built: WARNING: BPFTRACE_MAX_STRLEN has no effect here: it was decided when this tool was built'

run env BPFTRACE_MAX_STRLEN=70 "$TRACEC" build script.bt --config max_strlen=80 -o built
expect_status 0
run ./built -q
expect_out_like '^80$'

# tracec run builds with it and runs with it.
run env BPFTRACE_MAX_STRLEN=90 BPFTRACE_MAX_CAT_BYTES=2 "$TRACEC" run script.bt -q
expect_out_like '^90$'
expect_out_like '^Li$'
expect_err ''

# Wrong values on either side; old names; what is no key of the config.
run env BPFTRACE_MAX_STRLEN=many "$TRACEC" build script.bt -o wrong
expect_status 2
expect_err "error: config key 'max_strlen' wants a number from 2 to 8192"
expect_no_file wrong
run env BPFTRACE_MAX_CAT_BYTES=many BPFTRACE_MISSING_PROBES=what BPFTRACE_CPP_DEMANGLE=2 ./built -q
expect_status 2
expect_err_like '^built: BPFTRACE_MAX_CAT_BYTES is .many.; it must be a number from 1 to 1073741824$'
expect_err_like '^built: BPFTRACE_MISSING_PROBES is .what.; it must be error, warn or ignore$'
expect_err_like '^built: BPFTRACE_CPP_DEMANGLE is .2.; it must be 0 or 1$'
run env BPFTRACE_STRLEN=40 "$TRACEC" check script.bt
expect_status 0
expect_err "warning: config key 'strlen' is called 'max_strlen' now"
run env BPFTRACE_VMLINUX=/nowhere BPFTRACE_SOMETHING=1 "$TRACEC" check script.bt
expect_status 0
expect_err ''
