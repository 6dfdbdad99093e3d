#include "suite.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bpf_call.h"
#include "json.h"
#include "loop.h"
#include "output.h"
#include "probe.h"
#include "rt.h"
#include "text.h"

#define GREEN "\033[0;32m"
#define RED   "\033[0;31m"
#define PLAIN "\033[m"

/* How long a bench is measured at least, and how often it is run at most. */
#define MEASURED_NS    100000000
#define MAX_ITERATIONS 10000000

/* Of the table of benches. */
#define NAME_WIDTH  40
#define TIME_WIDTH  15
#define LAST_HEADER "Iterations"
#define MIN_WIDTH   66

struct suite {
	struct rt *rt;
	struct rt_records *records;
	bool has_color;
	uint32_t n_failed;
	struct rt_text failed; /* names, a line each */
	struct rt_text printed; /* by the program that ran last */
	uint32_t duration;      /* of one run of it in ns */
	bool has_passed;
};

static const char *name_of(const struct rt_probe *probe)
{
	return probe->parts[0];
}

/* The nth active probe that this mode runs; NULL behind the last one. */
static const struct rt_probe *next_of(const struct suite *suite, uint32_t *i)
{
	const struct rt *rt = suite->rt;
	while (*i < rt->tool->n_probes) {
		const struct rt_probe *probe = &rt->probes[(*i)++];
		bool is_its = probe->abi->ops->when == RT_WHEN_TEST ||
			      probe->abi->ops->when == RT_WHEN_BENCH;
		if (is_its && rt_probe_is_active(probe))
			return probe;
	}
	return NULL;
}

static uint32_t count(const struct suite *suite)
{
	uint32_t n = 0, i = 0;
	while (next_of(suite, &i))
		n++;
	return n;
}

/* Runs the program and takes what it printed, as text in any case. */
static int run(struct suite *suite, const struct rt_probe *probe, uint32_t times)
{
	struct rt *rt = suite->rt;
	enum rt_format format = rt->options.format;
	rt->options.format = RT_FORMAT_TEXT;
	rt_output_capture(rt);
	int err = rt_bpf_run_packet(probe->targets[0].program_fd, times, &suite->duration);
	if (err)
		rt_error(rt, "cannot run %s: %s", probe->abi->text, strerror(-err));
	if (!err)
		err = rt_loop_drain(rt, suite->records);
	rt_output_captured(rt, &suite->printed);
	rt->options.format = format;
	suite->has_passed = !rt->exit_requested || !rt->exit_status;
	rt->exit_requested = false;
	rt->exit_status = 0;
	return err;
}

/* --- tests --- */

static void add_mark(const struct suite *suite, struct rt_text *out, bool is_good, const char *mark)
{
	if (suite->has_color)
		rt_text_add_string(out, is_good ? GREEN : RED);
	rt_text_add_string(out, mark);
	if (suite->has_color)
		rt_text_add_string(out, PLAIN);
	rt_text_add_char(out, ' ');
}

static void add_count(struct rt_text *out, uint32_t n, const char *end)
{
	rt_text_add_unsigned(out, n);
	rt_text_add_string(out, n == 1 ? " test" : " tests");
	rt_text_add_string(out, end);
}

/* "12 us": three digits at most, but of seconds. */
static void add_duration(struct rt_text *out, uint64_t ns)
{
	static const char *const units[] = { " ns", " us", " ms", " s" };
	size_t unit = 0;
	for (; ns >= 1000 && unit < 3; unit++)
		ns /= 1000;
	rt_text_add_unsigned(out, ns);
	rt_text_add_string(out, units[unit]);
}

static int say_running(const struct suite *suite, const struct rt_probe *probe)
{
	struct rt_text *out = rt_output_begin(suite->rt);
	add_mark(suite, out, true, "[ RUN      ]");
	rt_text_add_string(out, name_of(probe));
	rt_text_add_char(out, '\n');
	return rt_output_end(suite->rt);
}

static int say_result(struct suite *suite, const struct rt_probe *probe)
{
	struct rt_text *out = rt_output_begin(suite->rt);
	if (!suite->has_passed) {
		rt_text_add(out, suite->printed.data, suite->printed.length);
		if (suite->printed.length &&
		    suite->printed.data[suite->printed.length - 1] != '\n')
			rt_text_add_char(out, '\n');
	}
	add_mark(suite, out, suite->has_passed,
		 suite->has_passed ? "[       OK ]" : "[  FAILED  ]");
	rt_text_add_string(out, name_of(probe));
	rt_text_add_string(out, " (");
	add_duration(out, suite->duration);
	rt_text_add_string(out, ")\n");
	return rt_output_end(suite->rt);
}

static int result_object(struct suite *suite, const struct rt_probe *probe)
{
	struct rt_text *out = rt_output_begin(suite->rt);
	rt_json_begin_data(out, "test_result");
	rt_text_add_char(out, '{');
	rt_json_name(out, name_of(probe));
	rt_text_add_char(out, '{');
	rt_json_name(out, "duration");
	rt_json_unsigned(out, suite->duration);
	rt_text_add_string(out, ", ");
	rt_json_name(out, "passed");
	rt_text_add_string(out, suite->has_passed ? "true, " : "false, ");
	rt_json_name(out, "output");
	rt_json_string(out, suite->printed.data ? suite->printed.data : "", suite->printed.length);
	rt_text_add_string(out, "}}");
	rt_json_end(out);
	return rt_output_end(suite->rt);
}

static int run_test(struct suite *suite, const struct rt_probe *probe)
{
	bool is_json = suite->rt->options.format == RT_FORMAT_JSON;
	int err = is_json ? 0 : say_running(suite, probe);
	if (!err)
		err = run(suite, probe, 1);
	if (!err && !suite->has_passed) {
		suite->n_failed++;
		add_mark(suite, &suite->failed, false, "[  FAILED  ]");
		rt_text_add_string(&suite->failed, name_of(probe));
		rt_text_add_char(&suite->failed, '\n');
	}
	if (!err)
		err = is_json ? result_object(suite, probe) : say_result(suite, probe);
	return err;
}

static int say_begin(const struct suite *suite, uint32_t n)
{
	struct rt_text *out = rt_output_begin(suite->rt);
	add_mark(suite, out, true, "[==========]");
	rt_text_add_string(out, "Running ");
	add_count(out, n, ".\n");
	return rt_output_end(suite->rt);
}

static int say_end(const struct suite *suite, uint32_t n)
{
	struct rt_text *out = rt_output_begin(suite->rt);
	add_mark(suite, out, true, "[==========]");
	add_count(out, n, " ran.\n");
	add_mark(suite, out, true, "[  PASSED  ]");
	add_count(out, n - suite->n_failed, ".\n");
	if (suite->n_failed) {
		add_mark(suite, out, false, "[  FAILED  ]");
		add_count(out, suite->n_failed, ", listed below:\n");
		rt_text_add(out, suite->failed.data, suite->failed.length);
	}
	return rt_output_end(suite->rt);
}

static int run_tests(struct suite *suite)
{
	bool is_json = suite->rt->options.format == RT_FORMAT_JSON;
	uint32_t n = count(suite), i = 0;
	int err = is_json ? 0 : say_begin(suite, n);
	const struct rt_probe *probe = next_of(suite, &i);
	for (; probe && !err; probe = next_of(suite, &i))
		err = run_test(suite, probe);
	if (!err && !is_json)
		err = say_end(suite, n);
	suite->rt->exit_status = suite->n_failed != 0;
	return err;
}

/* --- benches --- */

/* The mean time of so many runs that they take a while. */
static int measure(struct suite *suite, const struct rt_probe *probe, uint32_t *times)
{
	int err = 0;
	uint64_t total = 0;
	for (*times = 1; !err; *times = *times * 10) {
		err = run(suite, probe, *times);
		total = (uint64_t)suite->duration * *times;
		if (total >= MEASURED_NS || *times >= MAX_ITERATIONS)
			break;
	}
	return err;
}

static int bench_object(struct suite *suite, const struct rt_probe *probe, uint32_t times)
{
	struct rt_text *out = rt_output_begin(suite->rt);
	rt_json_begin_data(out, "benchmark_result");
	rt_text_add_char(out, '{');
	rt_json_name(out, name_of(probe));
	rt_text_add_char(out, '{');
	rt_json_name(out, "average");
	rt_json_unsigned(out, suite->duration);
	rt_text_add_string(out, ", ");
	rt_json_name(out, "iters");
	rt_json_unsigned(out, times);
	rt_text_add_string(out, "}}");
	rt_json_end(out);
	return rt_output_end(suite->rt);
}

static void add_column(struct rt_text *out, const char *text, size_t width)
{
	size_t from = out->length;
	rt_text_add_string(out, text);
	rt_text_pad(out, from, width, true);
}

static int say_header(const struct suite *suite, size_t width)
{
	size_t total = width + TIME_WIDTH + strlen(LAST_HEADER);
	struct rt_text *out = rt_output_begin(suite->rt);
	add_column(out, "Benchmark", width);
	add_column(out, "Time(ns)", TIME_WIDTH);
	rt_text_add_string(out, LAST_HEADER "\n");
	rt_text_add_repeated(out, '-', total < MIN_WIDTH ? MIN_WIDTH : total);
	rt_text_add_char(out, '\n');
	return rt_output_end(suite->rt);
}

static int say_bench(const struct suite *suite, const struct rt_probe *probe, uint32_t times,
		     size_t width)
{
	struct rt_text *out = rt_output_begin(suite->rt);
	size_t from;
	add_column(out, name_of(probe), width);
	from = out->length;
	rt_text_add_unsigned(out, suite->duration);
	rt_text_pad(out, from, TIME_WIDTH, true);
	rt_text_add_unsigned(out, times);
	rt_text_add_char(out, '\n');
	return rt_output_end(suite->rt);
}

static size_t name_width(const struct suite *suite)
{
	size_t width = NAME_WIDTH;
	uint32_t i = 0;
	const struct rt_probe *probe = next_of(suite, &i);
	for (; probe; probe = next_of(suite, &i))
		if (strlen(name_of(probe)) > width)
			width = strlen(name_of(probe));
	return width + 1;
}

static int run_benches(struct suite *suite)
{
	bool is_json = suite->rt->options.format == RT_FORMAT_JSON;
	size_t width = name_width(suite);
	uint32_t i = 0, times;
	int err = is_json ? 0 : say_header(suite, width);
	const struct rt_probe *probe = next_of(suite, &i);
	for (; probe && !err; probe = next_of(suite, &i)) {
		err = measure(suite, probe, &times);
		if (!err)
			err = is_json ? bench_object(suite, probe, times)
				      : say_bench(suite, probe, times, width);
	}
	return err;
}

int rt_suite_run(struct rt *rt, struct rt_records *records)
{
	struct suite suite = { .rt = rt, .records = records };
	suite.has_color = !rt->options.output_file && isatty(STDOUT_FILENO);
	int err = rt->options.mode == RT_MODE_TEST ? run_tests(&suite) : run_benches(&suite);
	rt_text_release(&suite.failed);
	rt_text_release(&suite.printed);
	return err;
}
