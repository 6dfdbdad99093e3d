# What the keys of a config block do in a tool, how they may be written, and what is said of old ones.
# needs: root btf
made() { # NAME CONFIG BODY
	printf 'config = { %s }\nbegin { %s exit(); }\n' "$2" "$3" >"$1.bt"
	run "$TRACEC_RELEASE" build --no-warnings "$1.bt" -o "$1"
	[ "$status" = 0 ] || fail "$1 is not built: $(head -n 3 "$err")"
}
comm='$p = (uint64)curtask + offsetof(struct task_struct, comm);'

# Any case, with or without the prefix; numbers, strings, words, flags.
made long_name_1 'MAX_STRLEN = 5; bpftrace_str_trunc_trailer = "!!"; Print_Maps_On_Exit = 0; BPFTRACE_MAX_MAP_KEYS = 2' \
	"$comm"' print(str($p)); print(sizeof(str($p))); @a[1] = 1; @a[2] = 2; @a[3] = 3;'
run ./long_name_1 -q
expect_status 0
expect_out $'long_!!\n5'
expect_err_like '^Lost 1 update of @a .*: the map is full, it has room for 2 entries$'

made long_name_2 'strlen = 5; map_keys_max = 3; cat_bytes_max = 2; no_cpp_demangle = true; str_trunc_trailer = ""' \
	"$comm"' print(str($p)); cat("/proc/sys/kernel/ostype");'
run ./long_name_2 -q
expect_out_like '^long_$'
expect_out_like '^Li$'
expect_err ''

printf 'config = { license = "Dual MIT/GPL"; log_size = 4096; on_stack_limit = 0; perf_rb_pages = 64 }\nbegin { $t = (1, "two", comm); print($t.1); print(config.log_size); exit(); }\n' >words.bt
run "$TRACEC_RELEASE" build words.bt -o words
expect_status 0
run ./words -q
expect_out_like '^two$'
expect_out_like '^4096$'
"$TRACEC_RELEASE" emit words.bt --bpf-c | grep -q 'SEC("license") = "Dual MIT/GPL"' || fail "another license"

# Limits are kept where the tool runs.
printf 'config = { max_probes = 2 }\nbegin { } end { } interval:s:1 { }\n' >many.bt
run "$TRACEC_RELEASE" build many.bt -o many
run ./many -q
expect_status 1
expect_err 'many: 3 probes to attach, but the config variable max_probes allows 2'
printf 'config = { max_bpf_progs = 1 }\nbegin { } end { } interval:s:1 { }\n' >many.bt
run "$TRACEC_RELEASE" build many.bt -o many
run ./many -q
expect_status 1
expect_err_like 'it takes more than 1 BPF programs; the config variable max_bpf_progs raises that limit'

# Each old key by its name: renamed and ignored ones warn, those of the environment are refused.
for key in strlen:10 no_cpp_demangle:1 cat_bytes_max:5 map_keys_max:3; do
	printf 'config = { %s = %s }\nbegin { exit(); }\n' "${key%:*}" "${key#*:}" >old.bt
	run "$TRACEC_RELEASE" check old.bt
	expect_status 0
	expect_err_like "^old.bt:1:12: warning: config key '${key%:*}' is called '"
done
for key in symbol_source max_type_res_iterations unstable_addr unstable_import unstable_macro unstable_map_decl; do
	printf 'config = { %s = warn }\nbegin { exit(); }\n' "$key" >old.bt
	run "$TRACEC_RELEASE" check old.bt
	expect_status 0
	expect_err_like "^old.bt:1:12: warning: config key '$key' has no effect any more"
done
for key in BTF kernel_build KERNEL_SOURCE BPFTRACE_VMLINUX; do
	printf 'config = { %s = "x" }\nbegin { exit(); }\n' "$key" >old.bt
	run "$TRACEC_RELEASE" check old.bt
	expect_status 1
	expect_err_like "^old.bt:1:12: error: '.*' is no config key but a variable of the environment"
done
