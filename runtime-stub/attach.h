/*
 * How programs get to events. A mechanism is one way of the kernel to do that; a kind of probe
 * lists those that give it its meaning, the best one first (struct rt_way). Which one serves is found
 * out on the host, by trying: it loads, then it attaches, or the next one has its turn.
 */
#ifndef RUNTIME_STUB_ATTACH_H
#define RUNTIME_STUB_ATTACH_H

#include <stdbool.h>
#include <stdint.h>

struct rt;
struct rt_probe;
struct rt_target;

/* What a program is bound to when it is loaded. */
enum rt_binding {
	RT_BINDS_NOTHING,
	RT_BINDS_FUNCTION,   /* of the kernel */
	RT_BINDS_TRACEPOINT, /* of the kernel's BTF */
	RT_BINDS_ITERATOR,
};

/* Whether an attachment can give its program a number along. */
enum rt_cookie {
	RT_COOKIE_NONE,
	RT_COOKIE_PERF, /* Linux 5.15 */
	RT_COOKIE_ALWAYS,
};

struct rt_mechanism {
	const char *word;      /* by which TRACEC_ATTACH names it; NULL: it cannot be chosen */
	const char *name;      /* for -v */
	const char *needs;     /* what it needs of a kernel, for one that refuses it; or NULL */
	bool attaches_forward; /* the kernel runs first what attached first (language.md 2.3) */
	bool is_joint;         /* one link holds all targets */
	bool is_syscall_set;   /* its program is on all system calls, and finds its own in a map (abi_probe.syscall_set) */
	bool is_session;       /* and those of the probe's partner, too (abi_probe.session) */
	enum rt_binding binding;
	enum rt_cookie cookie;
	/* Of its programs, to the kernel: enum bpf_prog_type (0: both are those of the section), bpf_attach_type. */
	uint32_t type, attach_type;
	/* Before load: whether this host can do it. 0 or what rt_probe_fail returned. NULL: yes. */
	int (*check)(struct rt *rt, struct rt_probe *probe);
	/* One target; all of them (NULL) if it is joint. 0 or a negative errno with the reason noted. */
	int (*attach)(struct rt *rt, struct rt_probe *probe, struct rt_target *target);
};

struct rt_way {
	const struct rt_mechanism *mechanism;
	bool is_alternative; /* with the probe's second program, which is of another kind */
};

/* Index of the program that the way takes. */
uint32_t rt_way_program(const struct rt_probe *probe, const struct rt_way *way);

/* Whether a trampoline on that function does no harm: 0 or what rt_probe_fail returned. */
int rt_trampoline_check(const struct rt_mechanism *mechanism, struct rt_probe *probe,
			const struct rt_target *target);

/* Programs that are run, not attached. */
extern const struct rt_way rt_ways_run[];

extern const struct rt_mechanism rt_attach_fentry, rt_attach_fexit;
extern const struct rt_mechanism rt_attach_btf_tracepoint, rt_attach_raw_tracepoint;
extern const struct rt_mechanism rt_attach_syscall_set, rt_attach_raw_tracepoints;
extern const struct rt_mechanism rt_attach_iterator;
extern const struct rt_mechanism rt_attach_kprobe_session;
extern const struct rt_mechanism rt_attach_kprobe_multi, rt_attach_kretprobe_multi;
extern const struct rt_mechanism rt_attach_kprobe, rt_attach_kretprobe;
extern const struct rt_mechanism rt_attach_uprobe_multi, rt_attach_uretprobe_multi;
extern const struct rt_mechanism rt_attach_uprobe, rt_attach_uretprobe;

/* Whether another active probe that counts is on an event of the same name. */
typedef bool rt_company(const struct rt *rt, const struct rt_probe *other, const struct rt_probe *probe);
bool rt_probe_has_company(const struct rt *rt, const struct rt_probe *probe, rt_company *counts);

/* Loads the program of every active probe. Messages are printed here. */
int rt_probes_load(struct rt *rt);
int rt_probes_attach(struct rt *rt);

#endif
