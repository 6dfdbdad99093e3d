/*
 * The state of a running tool and the tables of operations that the generated
 * descriptors point to. Everything here works on file descriptors; libbpf is
 * known to the load files and the USDT kind alone.
 *
 * Life: rt_options_parse -> rt_params_check -> rt_probes_resolve -> rt_loader_load ->
 * rt_probes_load -> begin probes -> rt_probes_attach -> rt_loop_run -> rt_probes_detach -> end probes ->
 * rt_maps_print_all. run.c reads as that list.
 */
#ifndef RUNTIME_STUB_RT_H
#define RUNTIME_STUB_RT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#include "abi.h"
#include "tracefs.h"

struct rt;
struct rt_output; /* output.h: where the script's output goes, text or JSON */
struct rt_text;   /* text.h: growing text */
struct rt_cache;  /* cache.h: what printers keep */
struct rt_probe;  /* probe.h: one attach point while the tool runs */
struct rt_btf;
struct rt_loader; /* loader.h: the BPF object on its way into the kernel */
struct rt_value;
struct rt_map_ops; /* map.h */
struct rt_watch;   /* watch.h: a descriptor to wait for */

enum rt_format { RT_FORMAT_TEXT, RT_FORMAT_JSON };
enum rt_buffering { RT_BUFFER_LINE, RT_BUFFER_FULL, RT_BUFFER_NONE };

/* What the command line asks for besides running the script. */
enum rt_action {
	RT_RUN,
	RT_CHECK,
	RT_HELP,
	RT_VERSION,
	RT_INFO,
	RT_SOURCE,
	RT_SBOM,
	RT_COMPLETION,
};

/* Which of the script's probes have their turn. */
enum rt_mode { RT_MODE_TRACE, RT_MODE_TEST, RT_MODE_BENCH };

/* Filled by rt_options_parse; strings are argv's own. */
struct rt_options {
	pid_t pid;           /* of -p; 0: none */
	const char *command; /* of -c; NULL: none */
	enum rt_format format;
	enum rt_buffering buffering;
	const char *output_file; /* of -o; NULL: stdout */
	bool quiet, verbose, check_only;
	bool report_helpers; /* -k */
	bool no_warnings;
	double duration; /* seconds; 0: none */
	const char *btf_file;
	const char *shell; /* of --completion */
	bool keep_privileges;
	char **positional; /* $1 ...; n_positional of them */
	int n_positional;
	const char **named; /* named parameters, by index of abi_tool.params; NULL: default */
	enum rt_action action;
	enum rt_mode mode;
};

/* feature.h */
enum rt_feature_state { RT_FEATURE_UNKNOWN, RT_FEATURE_PRESENT, RT_FEATURE_ABSENT };

/* progress.h */
struct rt_progress {
	const char *what;
	unsigned done, total;
	uint64_t next; /* time to show it: CLOCK_MONOTONIC in ns */
	bool is_on, is_visible;
};

struct rt {
	const struct abi_entry *entry; /* of the executable */
	const struct abi_tool *tool;
	const char *program_name; /* argv[0]'s last part, for messages */
	struct rt_options options;
	struct rt_output *output;
	int *map_fds;            /* by index of abi_tool.maps, the one in use; -1 before load */
	int n_cpus;              /* possible CPUs: per-CPU values have that many elements */
	uint64_t boot_offset_ns; /* wall clock - CLOCK_BOOTTIME, at start */
	uint64_t start_boot_ns;  /* CLOCK_BOOTTIME at start */
	pid_t child_pid;         /* of -c; 0: none */
	bool exit_requested;     /* an exit record was handled: records behind it are dropped */
	int exit_status;         /* of exit(N) */
	struct rt_cache *caches; /* cache.h; NULL at start, rt_caches_release at the end */
	char **probe_names; /* each name that `probe` may give, by the number that programs use */
	uint32_t n_probe_names;
	struct rt_watch *watches; /* watch.h */
	/* The rest is the core's own. */
	struct rt_probe *probes; /* by index of abi_tool.probes */
	struct rt_loader *loader;
	struct rt_btf *btf; /* load_btf.h */
	struct rt_program_types *programs; /* load_programs.h */
	struct rt_progress progress;
	struct rt_tracefs tracefs;
	int types_fd;        /* load_types.h; -1: none */
	char types_path[32];
	uint8_t features[N_ABI_FEATURES]; /* enum rt_feature_state */
	int events_fd;        /* the ring buffer or perf buffers; -1: the script sends no records */
	uint32_t events_size; /* bytes of its data; of one perf buffer */
	int control_fd;       /* the one for control records that it has no room for; -1: none */
	uint32_t control_size;
	int packets_fd; /* perf buffers of packets; -1: none */
	uint32_t packets_size; /* bytes of one of them */
	int *spare_fds, *live_fds; /* of maps that a print takes from, by index; else -1 */
	int *keys_fds; /* of maps that have digests for keys; else -1 */
	bool is_detached; /* no program begins any more but for the end programs, whose run the tool awaits */
	bool is_settled;  /* and all that began have ended */
	int loss_fd;               /* -1: none */
	volatile uint32_t *stop;   /* the word that stops programs (stop.bpf.h); NULL: they cannot be */
};

/* A kind of record. Returns 0 or a negative errno (a failed write to the output). */
struct rt_event_ops {
	int (*handle)(struct rt *rt, const struct abi_event *event, const uint8_t *record,
		      size_t size);
	uint64_t keeps; /* capabilities (capability.h) that it needs while the tool runs */
};

/*
 * A kind of value. Each function takes the type and `size` bytes at `data` (for
 * a packed argument the packed bytes, `extra` from abi_packed; else extra is 0).
 */
struct rt_value {
	const struct abi_type *type;
	const uint8_t *data;
	size_t size;
	bool is_packed;
	uint32_t extra;
};

struct rt_value_ops {
	const char *name;
	void (*text)(struct rt *rt, const struct rt_value *value, struct rt_text *out);
	void (*json)(struct rt *rt, const struct rt_value *value, struct rt_text *out);
	/*
	 * Called for each type of the tool of this kind before anything is attached, for what has to be noted
	 * while the programs run. 0 or a negative errno. NULL: nothing has to be.
	 */
	int (*prepare)(struct rt *rt, const struct abi_type *type);
	/* How maps whose value is of this kind are read, reduced over CPUs, sorted and printed; map.h. NULL: plainly, sorted by key. */
	const struct rt_map_ops *map;
	uint64_t keeps; /* capabilities (capability.h) that printing it needs while the tool runs */
};

/* Prints every map that is not empty (at exit), after the two newlines of the text format. */
int rt_maps_print_all(struct rt *rt);

/* One line on stderr: "tool: text"; a warning is "tool: WARNING: text", and nothing under --no-warnings. */
void rt_error(const struct rt *rt, const char *format, ...) __attribute__((format(printf, 2, 3)));
void rt_warning(const struct rt *rt, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The same, but only under -v. */
void rt_explain(const struct rt *rt, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* One line on stderr that no option silences and no name precedes: "Lost 3 events ...". */
void rt_notice(const struct rt *rt, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
