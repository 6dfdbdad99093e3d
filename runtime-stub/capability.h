/*
 * Which capabilities the probes and values of a tool need, decided by its tables; and giving up what is
 * not needed any more once everything is attached.
 */
#ifndef RUNTIME_STUB_CAPABILITY_H
#define RUNTIME_STUB_CAPABILITY_H

#include <linux/capability.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct abi_probe;
struct abi_tool;
struct rt;

/* A set of capabilities: bit n is the capability with number n. */
#define RT_CAPABILITY(name)  (UINT64_C(1) << CAP_##name)
#define RT_CAPABILITIES_ALL  UINT64_MAX
/* Reasons for CAP_SYS_ADMIN, in sets of what is needed: higher bits than capabilities have. */
#define RT_NEED_KERNEL_WATCH (UINT64_C(1) << 58)
#define RT_NEED_MODULE       (UINT64_C(1) << 59)
#define RT_NEED_WRITE_USER   (UINT64_C(1) << 60)
#define RT_NEED_OLD_UPROBE   (UINT64_C(1) << 61)
#define RT_NEED_MAPS         (UINT64_C(1) << 62)
#define RT_NEED_REASONS                                                             \
	(RT_NEED_KERNEL_WATCH | RT_NEED_MODULE | RT_NEED_WRITE_USER | RT_NEED_OLD_UPROBE | \
	 RT_NEED_MAPS)
#define RT_CAPABILITIES_BASE (RT_CAPABILITY(BPF) | RT_CAPABILITY(PERFMON))

/* What the tool needs from its start to its end; and of that what it needs until its end. */
uint64_t rt_capabilities_needed(const struct abi_tool *t);
uint64_t rt_capabilities_kept(const struct abi_tool *t);

/* For probes of programs and libraries, which are an affair of CAP_SYS_ADMIN before Linux 6.6. */
uint64_t rt_capabilities_of_uprobe(const struct abi_probe *probe);
/* Whether that holds here, and this process has it not. */
bool rt_capabilities_lack_uprobe(const struct abi_probe *probe);

/* Those of this process. All of them if that cannot be found out. */
uint64_t rt_capabilities_effective(void);

/* "CAP_BPF, CAP_PERFMON", of those that have a row; text has room for all of them. */
#define RT_CAPABILITIES_TEXT 256
const char *rt_capabilities_text(uint64_t set, char *text);

/* What --info says: a line for each, with its reason and whether it stays. */
void rt_capabilities_print(const struct abi_tool *t, FILE *out);

/*
 * The same one by one, i from 0 on: false behind the last row. *name is NULL if the tool does not need that one; *is_there:
 * this process has it, or one that stands for it. why may be NULL.
 */
bool rt_capability_at(const struct abi_tool *t, unsigned i, const char **name, const char **why,
		      bool *is_there);

/* Whether the i-th row is for loading and attaching alone, and some way of attaching may do without it. */
bool rt_capability_is_to_attach(const struct abi_tool *t, unsigned i);

/*
 * Once everything is attached: keeps what the tool needs until its end, gives up all other privileges,
 * and sees to it that no program that it starts gets any. Nothing where --keep-privileges is given.
 * 0 or a negative errno after a message.
 */
int rt_capabilities_drop(const struct rt *rt);

#endif
