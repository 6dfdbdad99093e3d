/*
 * The config table (language.md 1.7), resolved: defaults, then the script's
 * block, then --config on the command line.
 */
#ifndef SEMA_CONFIG_H
#define SEMA_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

struct config {
	const char *license;
	const char *str_trunc_trailer;
	uint64_t log_size, max_bpf_progs, max_cat_bytes, max_map_keys, max_probes, max_strlen;
	uint64_t on_stack_limit, perf_rb_pages;
	int missing_probes;	/* enum abi_missing */
	int cache_user_symbols; /* 0 per pid, 1 per program, 2 none */
	int stack_mode;		/* enum abi_stack_mode */
	bool cpp_demangle, lazy_symbolication, print_maps_on_exit, show_debug_info;
};

#endif
