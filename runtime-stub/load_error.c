#include "load_error.h"

#include <errno.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "privilege.h"
#include "probe.h"
#include "rt.h"

void rt_load_error_base(const struct rt *rt, int err)
{
	struct utsname system = { .release = "?" };
	uname(&system);
	if (err == -EPERM || err == -EACCES)
		rt_error(rt, "the kernel does not let this process load BPF programs: %s",
			 rt_privilege_reason());
	else if (!rt_kernel_is_at_least(5, 8))
		rt_error(rt,
			 "Linux %s is too old: this program needs 5.8 or later "
			 "(BPF ring buffer)",
			 system.release);
	else if (!rt->options.btf_file && access("/sys/kernel/btf/vmlinux", R_OK))
		rt_error(rt, "this kernel does not describe its types: /sys/kernel/btf/vmlinux is "
			     "missing (CONFIG_DEBUG_INFO_BTF); give its BTF with --btf FILE");
	else if (rt->options.btf_file)
		rt_error(rt, "cannot take kernel types from %s; is it a BTF or ELF file?",
			 rt->options.btf_file);
	else if (err == -ENOSYS)
		rt_error(rt, "this kernel is built without BPF (CONFIG_BPF_SYSCALL)");
	else
		rt_error(rt, "cannot load maps into the kernel: %s", strerror(-err));
}

static const struct rt_probe *first_probe(const struct rt *rt, uint32_t program)
{
	for (uint32_t i = 0; i < rt->tool->n_probes; i++)
		if (rt->tool->probes[i].program == program && rt_probe_is_active(&rt->probes[i]))
			return &rt->probes[i];
	return NULL;
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

void rt_load_error_program(const struct rt *rt, uint32_t program, int err, const char *log)
{
	const struct rt_probe *probe = first_probe(rt, program);
	const char *text = probe ? probe->abi->text : rt->tool->programs[program].name;
	const char *needs = probe ? probe->abi->ops->needs : NULL;
	unsigned line = probe ? probe->abi->line : 0;
	size_t size = 0;
	const char *type = missing_type(log, &size);
	if (type) {
		rt_error(rt, "probe %s (%s:%u) cannot run here: this kernel has no %.*s", text,
			 rt->tool->script_name, line, (int)size, type);
	} else if (*log) {
		const char *word = last_word(log, &size);
		rt_error(rt, "the kernel's verifier refuses probe %s (%s:%u): %.*s%s", text,
			 rt->tool->script_name, line, word ? (int)size : 0, word ? word : "",
			 rt->options.verbose ? "" : " (-v shows its log)");
	} else {
		bool is_denied = err == -EPERM || err == -EACCES;
		rt_error(rt, "the kernel refuses to load probe %s: %s%s%s%s%s", text,
			 strerror(-err), needs ? "; it needs " : "", needs ? needs : "",
			 is_denied ? "; " : "", is_denied ? rt_privilege_reason() : "");
	}
	if (*log)
		explain_log(rt, log);
}
