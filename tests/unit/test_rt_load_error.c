#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "load_error.h"
#include "probe.h"
#include "rt_core.h"

static const struct rt_probe_ops plain = { .provider = "begin" };
static const struct rt_probe_ops demanding = { .provider = "fentry", .needs = "trampolines" };

struct refused {
	struct core_fixture core;
	struct abi_probe probe;
	struct rt_probe state;
};

static int set_up(void **state)
{
	static struct refused r;
	memset(&r, 0, sizeof(r));
	core_init(&r.core);
	r.core.tables.script_name = "t.bt";
	r.core.tables.probes = &r.probe;
	r.core.tables.n_probes = 1;
	r.probe = (struct abi_probe){ .ops = &plain, .text = "kprobe:f", .line = 3 };
	r.state.abi = &r.probe;
	r.core.rt.probes = &r.state;
	*state = &r;
	return 0;
}

static const char *explain(struct refused *r, int err, const char *log)
{
	core_listen(&r->core);
	rt_load_error_program(&r->core.rt, 0, err, log);
	return core_said(&r->core);
}

static void load_error_names_the_missing_field(void **state)
{
	static const char log[] =
		"0: R1=ctx() R10=fp0\n"
		"1: <invalid CO-RE relocation>\n"
		"failed to resolve CO-RE relocation <byte_off> [51] struct task_struct.gone (0:1 @ "
		"offset 4)\n"
		"processed 2 insns (limit 1000000)\n";
	assert_string_equal(explain(*state, -EINVAL, log),
			    "t: probe kprobe:f (t.bt:3) cannot run here: this kernel has no "
			    "struct task_struct.gone\n");
}

static void load_error_quotes_the_verifiers_last_word(void **state)
{
	static const char log[] =
		"func#0 @0\n0: R1=ctx() R10=fp0\n; @x = 1; @ t.bt:3\n3: (79) r1 = *(u64 *)(r0 +0)\n"
		"R0 invalid mem access 'scalar'\n"
		"processed 4 insns (limit 1000000) max_states_per_insn 0\n\n";
	assert_string_equal(explain(*state, -EACCES, log),
			    "t: the kernel's verifier refuses probe kprobe:f (t.bt:3): R0 invalid "
			    "mem access 'scalar' (-v shows its log)\n");
}

static void load_error_shows_the_log_when_verbose(void **state)
{
	struct refused *r = *state;
	r->core.rt.options.verbose = true;
	assert_string_equal(explain(r, -EACCES, "bad\n"),
			    "t: the kernel's verifier refuses probe kprobe:f (t.bt:3): bad\n"
			    "-- the verifier's log --\nbad\n\n-- end of the log --\n");
}

static void load_error_without_a_log_says_what_the_kind_needs(void **state)
{
	struct refused *r = *state;
	r->probe.ops = &demanding;
	assert_string_equal(explain(r, -EINVAL, ""),
			    "t: the kernel refuses to load probe kprobe:f: Invalid argument; it "
			    "needs trampolines\n");
}

#define TEST(function) cmocka_unit_test_setup(function, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(load_error_names_the_missing_field),
		TEST(load_error_quotes_the_verifiers_last_word),
		TEST(load_error_shows_the_log_when_verbose),
		TEST(load_error_without_a_log_says_what_the_kind_needs),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
