/*
 * A running tool for tests of the printing side: its output goes to memory, its
 * messages are kept, its maps are real ones. Included by one file per program.
 */
#ifndef TESTS_UNIT_RT_FIXTURE_H
#define TESTS_UNIT_RT_FIXTURE_H

#include <errno.h>
#include <linux/bpf.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmocka.h>

#include "bpf_call.h"
#include "cache.h"
#include "map.h"
#include "output.h"
#include "rt.h"
#include "text.h"

#define MAX_MAPS 8

struct fixture {
	struct rt rt;
	struct abi_tool description;
	struct abi_settings settings;
	struct abi_map maps[MAX_MAPS];
	int fds[MAX_MAPS];
	int output_fd;
	char output_path[32];
	char *printed;     /* what take_output gave last */
	char errors[4096]; /* what was told on stderr */
	size_t n_errors;
};

/* The messages of rt_error and its like go to the one fixture of the program. */
static struct fixture *current;

static void note(const char *kind, const char *format, va_list arguments)
{
	char line[1024];
	int size = snprintf(line, sizeof(line), "%s", kind);
	vsnprintf(line + size, sizeof(line) - (size_t)size, format, arguments);
	for (const char *c = line; *c && current->n_errors < sizeof(current->errors) - 2; c++)
		current->errors[current->n_errors++] = *c;
	current->errors[current->n_errors++] = '\n';
}

void rt_error(const struct rt *rt, const char *format, ...)
{
	va_list arguments;
	(void)rt;
	va_start(arguments, format);
	note("tool: ", format, arguments);
	va_end(arguments);
}

void rt_warning(const struct rt *rt, const char *format, ...)
{
	va_list arguments;
	(void)rt;
	va_start(arguments, format);
	note("tool: WARNING: ", format, arguments);
	va_end(arguments);
}

void rt_explain(const struct rt *rt, const char *format, ...)
{
	(void)rt;
	(void)format;
}

void rt_notice(const struct rt *rt, const char *format, ...)
{
	va_list arguments;
	(void)rt;
	va_start(arguments, format);
	note("", format, arguments);
	va_end(arguments);
}

static __attribute__((unused)) int fixture_setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	current = fixture;
	fixture->settings = (struct abi_settings){
		.print_maps_on_exit = true,
		.max_cat_bytes = 10240,
		.str_trunc_trailer = "..",
	};
	fixture->description = (struct abi_tool){
		.name = "tool",
		.script_name = "tool.bt",
		.source = "",
		.settings = &fixture->settings,
		.maps = fixture->maps,
	};
	fixture->rt.tool = &fixture->description;
	fixture->rt.program_name = "tool";
	fixture->rt.map_fds = fixture->fds;
	fixture->rt.n_cpus = (int)sysconf(_SC_NPROCESSORS_CONF);
	fixture->output_fd = memfd_create("output", 0);
	snprintf(fixture->output_path, sizeof(fixture->output_path), "/proc/self/fd/%d",
		 fixture->output_fd);
	fixture->rt.options.output_file = fixture->output_path;
	assert_int_equal(rt_output_open(&fixture->rt), 0);
	*state = fixture;
	return 0;
}

static __attribute__((unused)) int fixture_teardown(void **state)
{
	struct fixture *fixture = *state;
	rt_output_close(&fixture->rt);
	rt_caches_release(&fixture->rt);
	for (uint32_t i = 0; i < fixture->description.n_maps; i++)
		close(fixture->fds[i]);
	close(fixture->output_fd);
	free(fixture->printed);
	free(fixture);
	return 0;
}

/* What was printed since the last call. */
static __attribute__((unused)) const char *take_output(struct fixture *fixture)
{
	rt_output_flush(&fixture->rt);
	off_t size = lseek(fixture->output_fd, 0, SEEK_END);
	free(fixture->printed);
	fixture->printed = calloc(1, (size_t)size + 1);
	assert_int_equal(pread(fixture->output_fd, fixture->printed, (size_t)size, 0), size);
	char path[32];
	memcpy(path, fixture->output_path, sizeof(path));
	rt_output_close(&fixture->rt);
	assert_int_equal(rt_output_open(&fixture->rt), 0); // truncates
	return fixture->printed;
}

static __attribute__((unused)) void expect_output(struct fixture *fixture, const char *expected)
{
	assert_string_equal(take_output(fixture), expected);
}

static __attribute__((unused)) void use_json(struct fixture *fixture)
{
	fixture->rt.options.format = RT_FORMAT_JSON;
}

/* Whether jq understands every line of the text. */
static __attribute__((unused)) void expect_valid_json(const char *text)
{
	FILE *jq = popen("jq . > /dev/null 2>&1", "w");
	assert_non_null(jq);
	fwrite(text, 1, strlen(text), jq);
	int status = pclose(jq);
	if (status == 127 << 8)
		print_message("jq is not installed\n");
	else
		assert_int_equal(status, 0);
}

/* What a value prints, in the format of the options; the caller frees it. */
static __attribute__((unused)) char *value_text(struct fixture *fixture,
						const struct rt_value *value)
{
	struct rt_text out = { 0 };
	if (fixture->rt.options.format == RT_FORMAT_JSON)
		value->type->ops->json(&fixture->rt, value, &out);
	else
		value->type->ops->text(&fixture->rt, value, &out);
	rt_text_string(&out);
	return out.data;
}

static __attribute__((unused)) void expect_printed(struct fixture *fixture,
						   const struct abi_type *type, const void *data,
						   size_t size, const char *expected)
{
	struct rt_value value = { .type = type, .data = data, .size = size };
	char *text = value_text(fixture, &value);
	assert_string_equal(text, expected);
	free(text);
}

static __attribute__((unused)) void expect_packed(struct fixture *fixture,
						  const struct abi_type *type, const void *data,
						  size_t size, uint32_t extra, const char *expected)
{
	struct rt_value value = {
		.type = type, .data = data, .size = size, .is_packed = true, .extra = extra
	};
	char *text = value_text(fixture, &value);
	assert_string_equal(text, expected);
	free(text);
}

/* Adds a map and makes it in the kernel; skips the test where that is not allowed. Its index. */
static __attribute__((unused)) uint32_t add_map(struct fixture *fixture, struct abi_map map,
						enum bpf_map_type type)
{
	union bpf_attr attr;
	uint32_t index = fixture->description.n_maps++;
	memset(&attr, 0, sizeof(attr));
	attr.map_type = type;
	attr.key_size = map.key_size;
	attr.value_size = map.value_size;
	attr.max_entries = map.max_entries;
	int fd = (int)syscall(SYS_bpf, BPF_MAP_CREATE, &attr, sizeof(attr));
	if (fd < 0) {
		fixture->description.n_maps--;
		print_message("cannot make a map: %s\n", strerror(errno));
		skip();
	}
	fixture->maps[index] = map;
	fixture->fds[index] = fd;
	return index;
}

static __attribute__((unused)) void set_element(struct fixture *fixture, uint32_t map,
						const void *key, const void *value)
{
	assert_int_equal(rt_bpf_update(fixture->fds[map], key, value, BPF_ANY), 0);
}

#define RT_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

#endif
