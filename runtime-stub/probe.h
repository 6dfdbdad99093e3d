/*
 * Attach points while the tool runs, and what a kind of probe has to do.
 *
 * A kind resolves (before the load: what of this host does the user mean?),
 * then attaches. It reports through rt_probe_fail, and the core prints once.
 */
#ifndef RUNTIME_STUB_PROBE_H
#define RUNTIME_STUB_PROBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "abi.h"

struct rt;
struct bpf_link;

/* When the programs of a kind run. */
enum rt_when {
	RT_WHEN_EVENT,  /* on events, once attached */
	RT_WHEN_BEGIN,  /* once, before anything is attached */
	RT_WHEN_END,    /* once, after everything is detached */
	RT_WHEN_SIGNAL, /* when the tool gets signal target.number */
	RT_WHEN_READ,   /* when the tool reads fds[n_fds - 1] to its end */
	RT_WHEN_NEVER,  /* in modes of their own */
};

/* What a kind has made of the parts. Strings belong to the probe. */
struct rt_target {
	char *path;       /* of an ELF file */
	char *symbol;     /* function or event */
	uint64_t address; /* with symbol: offset behind it; with path: offset in the file */
	uint64_t number;  /* id, signal, perf config */
	uint64_t period;  /* or frequency */
	bool is_frequency;
};

struct rt_probe {
	const struct abi_probe *abi;
	char **parts; /* abi->parts with $N replaced; abi->n_parts of them */
	char *name;   /* as `probe` gives it */
	struct rt_target target;
	/* What the program attaches to is part of the program: libbpf's name of it; NULL: not so. */
	char *load_target;
	int program_fd; /* -1 before load; borrowed */
	int *fds;       /* closing them detaches */
	uint32_t n_fds;
	struct bpf_link *link; /* of USDT only */
	char *reason;          /* of the last failure */
	bool is_dropped;       /* missing, and missing_probes allows that */
};

struct rt_probe_ops {
	const char *provider; /* as in a name */
	enum rt_when when;
	bool attaches_forward; /* language.md 2.3: kinds that attach first, in the script's order */
	const char *mechanism; /* how it attaches, for -v; or NULL */
	const char *needs;     /* when load is refused: what this kind needs of a kernel; or NULL */
	/* Either may be NULL: nothing to do. 0 or what rt_probe_fail returned. */
	int (*resolve)(struct rt *rt, struct rt_probe *probe);
	int (*attach)(struct rt *rt, struct rt_probe *probe);
	void (*detach)(struct rt_probe *probe); /* besides closing fds; or NULL */
};

/*
 * Notes why, in words that go behind "unable to attach probe X: ", and returns
 * err. -ENOENT: what the user means is not on this host (missing_probes decides what follows).
 */
int rt_probe_fail(struct rt_probe *probe, int err, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/*
 * For a probe that failed: under missing_probes the tool may go on without it (0); else prints
 * why and returns err.
 */
int rt_probe_give_up(struct rt *rt, struct rt_probe *probe, int err);

/* Takes ownership of a file descriptor that keeps the probe attached; closes it on failure. */
int rt_probe_keep(struct rt_probe *probe, int fd);

/* The process that user-space probes are limited to; -1: none. */
pid_t rt_probe_pid(const struct rt *rt);

/* For the core: the states of all probes, from parameters to detach. Messages are printed here. */
int rt_probes_resolve(struct rt *rt);
int rt_probes_attach(struct rt *rt);
void rt_probes_detach(struct rt *rt);
void rt_probes_release(struct rt *rt);

/* Runs every program of this kind of time, in the script's order. */
int rt_probes_run(struct rt *rt, enum rt_when when);
/* The same for those of one signal. */
int rt_probes_run_signal(struct rt *rt, int number);
bool rt_probes_have(const struct rt *rt, enum rt_when when);
/* Whether a probe is there, will run in this run of the tool, and so needs its program. */
bool rt_probe_is_active(const struct rt_probe *probe);
/* How many are attached, begin and end included. */
unsigned rt_probes_count(const struct rt *rt);

#endif
