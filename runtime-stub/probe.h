/*
 * Attach points while the tool runs, and what a kind of probe has to do.
 *
 * A kind resolves: what of this host does the user mean? That gives targets, several of
 * them for a wildcard. Then a mechanism (attach.h) loads a program for them and attaches it.
 * Both report through rt_probe_fail, and the core prints once.
 */
#ifndef RUNTIME_STUB_PROBE_H
#define RUNTIME_STUB_PROBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "abi.h"
#include "guard.h"

struct rt;
struct abi_static_place;
struct rt_way; /* attach.h */

/* When the programs of a kind run. */
enum rt_when {
	RT_WHEN_EVENT,  /* on events, once attached */
	RT_WHEN_BEGIN,  /* once, before anything is attached */
	RT_WHEN_END,    /* once, after everything is detached */
	RT_WHEN_SIGNAL, /* when the tool gets signal target.number */
	RT_WHEN_READ,   /* when the tool reads every second of its fds to its end, behind its link */
	RT_WHEN_TEST,   /* once, in mode test only */
	RT_WHEN_BENCH,  /* often, in mode bench only */
};

/* One thing that a probe attaches to. Strings are its own. */
struct rt_target {
	char *name;   /* as `probe` gives it; rt_probe_resolve sees to it */
	uint32_t id;  /* index of the name in rt.probe_names; of a USDT probe its place's number */
	char *path;   /* of an ELF file */
	char *module; /* of the kernel, in which symbol is; NULL: not said */
	char *symbol; /* function or event */
	uint32_t program_id; /* of the BPF program whose function symbol is; 0: none */
	uint64_t address;   /* with symbol: offset behind it; with path: offset in the file */
	uint64_t semaphore; /* USDT: offset in the file of its counter of tracers; 0: none */
	struct abi_static_place *place; /* USDT; its own */
	uint64_t *user_symbols; /* the row of uaddr.bpf.h; its own; NULL: none is asked for */
	bool is_further;                /* another place of what the target before it stands for */
	uint64_t number;                /* id, signal, perf config */
	uint64_t period;                /* or frequency */
	bool is_frequency;
	int program_fd; /* -1 before load; the loader's own */
};

struct rt_probe {
	const struct abi_probe *abi;
	char **parts;    /* abi->parts with $N replaced; abi->n_parts of them */
	bool is_pattern; /* the user gave a wildcard */
	struct rt_target *targets;
	uint32_t n_targets;
	const struct rt_way *way; /* how it attaches; NULL before load */
	bool gives_id;            /* its events bring their target's id along, as a cookie */
	const struct rt_probe *carrier; /* whose session has this one's targets, too; or NULL */
	uint32_t is_return_id; /* of a session: the function that its program asks (rt_load) */
	int *fds;                 /* closing them detaches */
	uint32_t n_fds;
	char *pinned;    /* file that goes when it is detached; or NULL */
	struct rt_guard guard; /* of that file */
	uint32_t n_left_out; /* matches of the pattern that the kernel refuses */
	char *left_out;  /* the first of them, and why */
	char *reason;    /* of the last failure */
	char *tried;     /* why the ways do not serve that were tried: n_tried reasons */
	unsigned n_tried;
	bool is_idle;    /* of no use in this mode of the tool */
	bool is_dropped; /* missing, and that is allowed */
	bool is_reserve; /* `a || b`: stands by for those in front of it, and has its targets */
	bool is_failed;  /* dropped, though it may not be missing */
};

struct rt_probe_ops {
	const char *provider; /* as in a name */
	enum rt_when when;
	/* Adds targets. 0 or what rt_probe_fail returned. NULL: one target without properties. */
	int (*resolve)(struct rt *rt, struct rt_probe *probe);
	const struct rt_way
		*ways; /* to attach, the best one first; the last one has no mechanism */
	const struct rt_way *pattern_ways; /* for wildcards and what they match, if other than that */
	/* If no way serves: whether there is one reason for all; 0 or what rt_probe_fail returned. */
	int (*explain)(struct rt *rt, struct rt_probe *probe);
	/* Capabilities (capability.h) to be attached, besides those that all tools need. */
	uint64_t needs;
	/* More that one probe of the kind needs, by what is written in it; NULL: none does. */
	uint64_t (*needs_of)(const struct abi_probe *probe);
};

/*
 * Notes why, in words that go behind "unable to attach probe X: ", and returns
 * err. -ENOENT: what the user means is not on this host (missing_probes decides what follows).
 */
int rt_probe_fail(struct rt_probe *probe, int err, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/*
 * For a probe that failed: where it may be missing the tool goes on without it (0); else prints
 * why and returns err. If it has a reserve, that becomes active.
 */
int rt_probe_give_up(struct rt *rt, struct rt_probe *probe, int err);

/* The active one of the probe and its alternatives; NULL if all were given up. */
struct rt_probe *rt_probe_active_of(struct rt *rt, struct rt_probe *probe);

/* A new target of the probe; valid until the next one is added. NULL without memory. */
struct rt_target *rt_probe_add_target(struct rt_probe *probe);
/* Takes the last one away again. */
void rt_probe_remove_target(struct rt_probe *probe, uint32_t index);

/* Takes away what a pattern matches and the kernel refuses, and says so under -v. */
void rt_probe_leave_out(struct rt *rt, struct rt_probe *probe, uint32_t index, const char *why);
/* In one line, with the first of them: a pattern then counts less than its words promise. */
void rt_probe_tell_left_out(struct rt *rt, const struct rt_probe *probe);

/* Whether they have a target of one name. */
bool rt_probes_overlap(const struct rt_probe *a, const struct rt_probe *b);

/* Sorts those from the given index on, and of equal ones keeps the first. */
void rt_probe_unite_targets(struct rt_probe *probe, uint32_t from,
			    int (*compare)(const void *a, const void *b));

/*
 * At the end of a resolve that looked for a pattern: whether something was found, and not more than
 * max_probes. `what`: "function of this kernel".
 */
int rt_probe_check_matches(const struct rt *rt, struct rt_probe *probe, const char *what);

/* Sets a string of a target, or part of one. 0 or -ENOMEM. */
int rt_target_set(char **member, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Takes ownership of a file descriptor that keeps the probe attached; closes it on failure. */
int rt_probe_keep(struct rt_probe *probe, int fd);

/* The process that user-space probes are limited to; -1: none. */
pid_t rt_probe_pid(const struct rt *rt);

/*
 * For the core: the states of all probes, from parameters to detach. Messages are printed here.
 * Under --check what could be resolved can be loaded, though another probe failed.
 */
int rt_probes_resolve(struct rt *rt);
void rt_probes_detach(struct rt *rt);
void rt_probes_release(struct rt *rt);

/*
 * Lets no program begin any more but those of begin, end and self, and waits for those that run. False: this
 * tool or this kernel cannot do that, and only detaching does. Cheap, while detaching may take seconds.
 */
bool rt_probes_stop(struct rt *rt);

/* Closes what keeps one probe attached. */
void rt_probe_detach(struct rt *rt, struct rt_probe *probe);

/* Runs every program of this kind of time, in the script's order. */
int rt_probes_run(struct rt *rt, enum rt_when when);
/* The same for those of one signal. */
int rt_probes_run_signal(struct rt *rt, int number);
bool rt_probes_have(const struct rt *rt, enum rt_when when);
/* Whether a probe is there and will run in this run of the tool. */
bool rt_probe_is_active(const struct rt_probe *probe);
/* The same, or it may still become so: it needs its program. */
bool rt_probe_is_wanted(const struct rt_probe *probe);
/* How many targets all probes have, begin and end included. */
unsigned rt_probes_count(const struct rt *rt);
/* What the user calls the probe: its resolved name if it stands for one thing, else the pattern. */
const char *rt_probe_title(const struct rt_probe *probe);

#endif
