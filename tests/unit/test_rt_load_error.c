#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "attach.h"
#include "load_error.h"
#include "probe.h"
#include "rt_core.h"

static const struct rt_mechanism plain = { .name = "plain" };
static const struct rt_mechanism demanding = { .name = "fentry", .needs = "trampolines" };

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
	r.probe = (struct abi_probe){ .text = "kprobe:f", .line = 3 };
	r.state.abi = &r.probe;
	r.core.rt.probes = &r.state;
	*state = &r;
	return 0;
}

/* What is noted, and behind that what is told. */
static const char *explain(struct refused *r, const struct rt_mechanism *mechanism, int err,
			   const char *log)
{
	static char both[4096];
	core_listen(&r->core);
	assert_int_equal(rt_load_error_note(&r->core.rt, &r->state, mechanism, err, log),
			 err == -ENOENT ? -EINVAL : err);
	snprintf(both, sizeof(both), "%s\n%s", r->state.reason, core_said(&r->core));
	free(r->state.reason);
	r->state.reason = NULL;
	return both;
}

static void load_error_names_the_missing_field(void **state)
{
	static const char log[] =
		"0: R1=ctx() R10=fp0\n"
		"1: <invalid CO-RE relocation>\n"
		"failed to resolve CO-RE relocation <byte_off> [51] struct task_struct.gone (0:1 @ "
		"offset 4)\n"
		"processed 2 insns (limit 1000000)\n";
	assert_string_equal(explain(*state, &plain, -EINVAL, log),
			    "this kernel has no struct task_struct.gone (t.bt:3)\n");
}

static void load_error_quotes_the_verifiers_last_word(void **state)
{
	static const char log[] =
		"func#0 @0\n0: R1=ctx() R10=fp0\n; @x = 1; @ t.bt:3\n3: (79) r1 = *(u64 *)(r0 +0)\n"
		"R0 invalid mem access 'scalar'\n"
		"processed 4 insns (limit 1000000) max_states_per_insn 0\n\n";
	assert_string_equal(explain(*state, &plain, -EACCES, log),
			    "the kernel's verifier refuses the program (t.bt:3): R0 invalid mem "
			    "access 'scalar' (-v shows its log)\n");
}

static void load_error_shows_the_log_when_verbose(void **state)
{
	struct refused *r = *state;
	r->core.rt.options.verbose = true;
	assert_string_equal(explain(r, &plain, -EACCES, "bad\n"),
			    "the kernel's verifier refuses the program (t.bt:3): bad\n"
			    "-- the verifier's log --\nbad\n\n-- end of the log --\n");
}

static void load_error_without_a_log_says_what_the_mechanism_needs(void **state)
{
	assert_string_equal(explain(*state, &demanding, -EINVAL, ""),
			    "the kernel refuses to load the program: Invalid argument; it needs "
			    "trampolines\n");
}

/* -ENOENT would let missing_probes decide. */
static void load_error_never_means_that_the_probe_is_missing(void **state)
{
	assert_string_equal(explain(*state, &plain, -ENOENT, ""),
			    "the kernel refuses to load the program: Invalid argument\n");
}

#define TEST(function) cmocka_unit_test_setup(function, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(load_error_names_the_missing_field),
		TEST(load_error_quotes_the_verifiers_last_word),
		TEST(load_error_shows_the_log_when_verbose),
		TEST(load_error_without_a_log_says_what_the_mechanism_needs),
		TEST(load_error_never_means_that_the_probe_is_missing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
