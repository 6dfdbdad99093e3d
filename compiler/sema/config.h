/*
 * The config table (language.md 1.7), resolved: defaults, then the script's
 * block, then the environment of tracec (BPFTRACE_<KEY>), then --config on the command line.
 */
#ifndef SEMA_CONFIG_H
#define SEMA_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct config {
	const char *license;
	const char *str_trunc_trailer;
	uint64_t log_size, max_bpf_progs, max_cat_bytes, max_map_keys, max_probes, max_strlen;
	uint64_t on_stack_limit, perf_rb_pages;
	int missing_probes;     /* enum abi_missing */
	int cache_user_symbols; /* enum abi_cache */
	int stack_mode;         /* enum abi_stack_mode */
	bool cpp_demangle, lazy_symbolication, print_maps_on_exit, show_debug_info, use_blazesym;
	int unstable_import_statement, unstable_typeinfo; /* 0 enabled, 1 warn, 2 error */
	int unstable_tseries, unstable_dw_ustack;
};

/* How the keys unstable_* stand. ORDER FEATURE */
enum config_feature { CONFIG_FEATURE_ENABLE, CONFIG_FEATURE_WARN, CONFIG_FEATURE_ERROR };

enum config_kind { CONFIG_KIND_NUMBER, CONFIG_KIND_FLAG, CONFIG_KIND_TEXT, CONFIG_KIND_WORD };

/* A row of config.def, for the passes and for help. */
struct config_row {
	const char *name;
	enum config_kind kind;
	size_t offset; /* of the member of struct config */
	uint64_t least, most;
	const char *const *words; /* NULL-terminated */
	const char *default_text;
	const char *help;
};

const struct config_row *config_rows(size_t *count);

/* How a key unstable_* stands. */
enum config_feature config_feature(const struct config *config, const char *key);

/* Whether a key may be set, by its name of today or an old one; without a prefix, in any case. */
bool config_is_key(const char *key);
/* Whether a built tool takes the key from its environment too. */
bool config_is_run_key(const char *key);

/* The defaults of skeleton/config.def. */
void config_init(struct config *config);

#endif
