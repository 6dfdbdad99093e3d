#include "load_error.h"

#include <errno.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "attach.h"
#include "capability.h"
#include "load_types.h"
#include "privilege.h"
#include "probe.h"
#include "problem.h"
#include "rt.h"

void rt_load_error_base(struct rt *rt, int err)
{
	struct utsname system = { .release = "?" };
	uname(&system);
	if (err == -EPERM || err == -EACCES)
		rt_error(rt, "the kernel does not let this process load BPF programs: %s",
			 rt_privilege_reason());
	else if (!rt_kernel_is_at_least(5, 5))
		rt_error(rt,
			 "Linux %s is too old: this program needs 5.5 or later "
			 "(constants that the verifier knows)",
			 system.release);
	else if (rt->options.btf_file)
		rt_error(rt, "cannot take kernel types from %s; is it a BTF or ELF file?",
			 rt->options.btf_file);
	else if (err == -ENOSYS)
		rt_error(rt, "this kernel is built without BPF (CONFIG_BPF_SYSCALL)");
	else
		rt_error(rt, "cannot load maps into the kernel: %s", rt_problem_text(err));
}

/*
 * libbpf's words for what the target lacks are
 * "failed to resolve CO-RE relocation <byte_off> [12] struct foo.bar (0:1 @ offset 8)".
 */
static const char *missing_type(const char *log, size_t *size)
{
	const char *end;
	const char *found = strstr(log, "failed to resolve CO-RE relocation");
	if (found)
		found = strstr(found, "] ");
	if (!found)
		return NULL;
	found += strlen("] ");
	end = strstr(found, " (");
	*size = end && end < found + strcspn(found, "\n") ? (size_t)(end - found)
							  : strcspn(found, "\n");
	return found;
}

/* How lines begin that the verifier prints about instructions and states, or behind its last word. */
static const char *const chatter[] = {
	";",        " ",      "from ",   "processed ",        "func#",       "mark_precise",
	"last_idx", "regs=",  "parent ", "verification time", "stack depth", "max_states",
	"caller",   "callee", "frame",   "returning from",    "propagating", "Live regs"
};

static bool is_chatter(const char *line, size_t size)
{
	for (size_t i = 0; i < sizeof(chatter) / sizeof(chatter[0]); i++)
		if (!strncmp(line, chatter[i], strlen(chatter[i])))
			return true;
	// "12: (79) r1 = ..." and "R0_w=..."
	size_t word = strcspn(line, " \n");
	return !size || (*line >= '0' && *line <= '9') || memchr(line, '=', word);
}

static const char *last_word(const char *log, size_t *size)
{
	const char *word = NULL;
	while (*log) {
		size_t length = strcspn(log, "\n");
		if (!is_chatter(log, length)) {
			word = log;
			*size = length;
		}
		log += length + (log[length] == '\n');
	}
	return word;
}

static void explain_log(const struct rt *rt, const char *log)
{
	if (!rt->options.verbose)
		return;
	rt_notice(rt, "-- the verifier's log --");
	rt_notice(rt, "%s", log);
	rt_notice(rt, "-- end of the log --");
}

static int note_refusal(struct rt_probe *probe, const struct rt_mechanism *mechanism, int err)
{
	bool is_denied = err == -EPERM || err == -EACCES;
	const char *needs = mechanism->needs;
	return rt_probe_fail(probe, err, "the kernel refuses to load the program: %s%s%s%s%s",
			     strerror(-err), needs ? "; it needs " : "", needs ? needs : "",
			     is_denied ? "; " : "", is_denied ? rt_privilege_reason() : "");
}

int rt_load_error_note(struct rt *rt, struct rt_probe *probe, const struct rt_mechanism *mechanism,
		       int err, const char *log)
{
	const char *script = rt->tool->script_name;
	bool is_denied = err == -EPERM || err == -EACCES;
	size_t size = 0;
	if (err == -EMFILE || err == -ENFILE)
		return rt_probe_fail(probe, err, "%s", rt_problem_text(err));
	if (err == -ENOENT) // that would mean: it may be missing
		err = -EINVAL;
	if (err == -EOPNOTSUPP)
		return rt_probe_fail(probe, err,
				     "for loops over maps and len() of maps need Linux 5.13 or "
				     "later (bpf_for_each_map_elem) (%s:%u)",
				     script, probe->abi->line);
	if (!*log || (is_denied && !last_word(log, &size)))
		return note_refusal(probe, mechanism, err);
	explain_log(rt, log);
	const char *type = missing_type(log, &size);
	const char *problem = type ? rt_types_problem(rt) : NULL;
	if (type)
		return rt_probe_fail(probe, err, "this kernel has no %.*s (%s:%u)%s%s", (int)size,
				     type, script, probe->abi->line, problem ? ": " : "",
				     problem ? problem : "");
	if (strstr(log, "bpf_probe_read") && rt_privilege_is_confidential())
		return rt_probe_fail(probe, err, "%s (%s:%u)", rt_privilege_confidential_text(),
				     script, probe->abi->line);
	if (strstr(log, "bpf_probe_write_user") && rt_privilege_is_locked_down())
		return rt_probe_fail(probe, err,
				     "kernel lockdown is in integrity mode or above, in which "
				     "programs may not write to the memory of processes (%s:%u)",
				     script, probe->abi->line);
	if (strstr(log, "bpf_probe_write_user") && !(rt_capabilities_effective() & RT_CAPABILITY(SYS_ADMIN)))
		return rt_probe_fail(probe, err,
				     "writing to the memory of processes needs CAP_SYS_ADMIN (%s:%u)",
				     script, probe->abi->line);
	const char *word = last_word(log, &size);
	return rt_probe_fail(probe, err,
			     "the kernel's verifier refuses the program (%s:%u): %.*s%s", script,
			     probe->abi->line, word ? (int)size : 0, word ? word : "",
			     rt->options.verbose ? "" : " (-v shows its log)");
}
