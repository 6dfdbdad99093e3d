#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "path.h"

#if defined(__x86_64__)
#	define FLAGS 0x0303
#elif defined(__aarch64__)
#	define FLAGS 0x0a03
#endif

#define OTHER_FLAGS 0x0003

/* A cache as ldconfig writes it. */
struct cache {
	uint8_t bytes[1024];
	size_t start, n_entries, strings;
};

static void put(struct cache *cache, size_t at, const void *data, size_t size)
{
	memcpy(cache->bytes + cache->start + at, data, size);
}

static uint32_t put_text(struct cache *cache, const char *text)
{
	uint32_t at = (uint32_t)cache->strings;
	put(cache, at, text, strlen(text) + 1);
	cache->strings += strlen(text) + 1;
	return at;
}

static void cache_begin(struct cache *cache, size_t start)
{
	memset(cache, 0, sizeof(*cache));
	cache->start = start;
	cache->strings = 400;
	put(cache, 0, "glibc-ld.so.cache1.1", 20);
}

static void cache_add(struct cache *cache, int32_t flags, const char *name, const char *path)
{
	size_t at = 48 + 24 * cache->n_entries++;
	uint32_t n = (uint32_t)cache->n_entries;
	uint32_t texts[2] = { put_text(cache, name), put_text(cache, path) };
	put(cache, at, &flags, 4);
	put(cache, at + 4, texts, 8);
	put(cache, 20, &n, 4);
}

static void finds(const struct cache *cache, const char *name, const char *wanted)
{
	char *path = NULL;
	int err = rt_path_parse_cache(cache->bytes, sizeof(cache->bytes), name, &path);
	if (wanted)
		assert_string_equal(path, wanted);
	else
		assert_int_equal(err, -ENOENT);
	free(path);
}

static void cache_gives_libraries_by_name(void **state)
{
	(void)state;
	struct cache cache;
	cache_begin(&cache, 0);
	cache_add(&cache, FLAGS, "libcrypto.so.3", "/l/libcrypto.so.3");
	cache_add(&cache, FLAGS, "libc.so.6", "/l/libc.so.6");
	finds(&cache, "libc.so.6", "/l/libc.so.6");
	finds(&cache, "libc", "/l/libc.so.6");
	finds(&cache, "libc.so", "/l/libc.so.6");
	finds(&cache, "libcrypto", "/l/libcrypto.so.3");
	finds(&cache, "lib", NULL);
	finds(&cache, "libc.so.7", NULL);
}

static void cache_leaves_other_machines_out(void **state)
{
	(void)state;
	struct cache cache;
	cache_begin(&cache, 0);
	cache_add(&cache, OTHER_FLAGS, "libc.so.6", "/l32/libc.so.6");
	cache_add(&cache, FLAGS, "libc.so.6", "/l/libc.so.6");
	finds(&cache, "libc", "/l/libc.so.6");
}

static void cache_may_stand_behind_an_old_one(void **state)
{
	(void)state;
	struct cache cache;
	uint32_t n = 2;
	cache_begin(&cache, 40); // 12 + 2 * 12, aligned to 8
	cache_add(&cache, FLAGS, "libc.so.6", "/l/libc.so.6");
	memcpy(cache.bytes, "ld.so-1.7.0", 12);
	memcpy(cache.bytes + 12, &n, 4);
	finds(&cache, "libc", "/l/libc.so.6");
}

static void cache_that_is_damaged_is_refused(void **state)
{
	(void)state;
	struct cache cache;
	char *path;
	uint32_t many = 0x10000000;
	uint32_t far = 0xfffffff0;
	cache_begin(&cache, 0);
	cache_add(&cache, FLAGS, "libc.so.6", "/l/libc.so.6");
	for (size_t size = 0; size < 48; size++)
		assert_int_equal(rt_path_parse_cache(cache.bytes, size, "libc", &path), -EINVAL);
	assert_int_equal(rt_path_parse_cache(cache.bytes, 420, "libc", &path), -ENOENT);
	put(&cache, 48 + 8, &far, 4);
	finds(&cache, "libc", NULL);
	put(&cache, 20, &many, 4);
	assert_int_equal(rt_path_parse_cache(cache.bytes, 1024, "libc", &path), -EINVAL);
}

static void path_is_searched_in_order(void **state)
{
	(void)state;
	char *path = NULL;
	setenv("PATH", "/nowhere:/dev:/bin:/usr/bin", 1);
	assert_int_equal(rt_path_executable("sh", &path), 0);
	assert_string_equal(path, "/bin/sh");
	free(path);
	assert_int_equal(rt_path_executable("no such command", &path), -ENOENT);
}

static void path_with_a_slash_is_not_searched(void **state)
{
	(void)state;
	char *path = NULL;
	assert_int_equal(rt_path_executable("/bin/sh", &path), 0);
	assert_string_equal(path, "/bin/sh");
	free(path);
	assert_int_equal(rt_path_executable("/nowhere/sh", &path), -ENOENT);
	assert_int_equal(rt_path_executable("/dev/null", &path), -EACCES);
}

static void path_that_is_relative_becomes_absolute(void **state)
{
	(void)state;
	char *path = NULL;
	assert_int_equal(chdir("/bin"), 0);
	assert_int_equal(rt_path_executable("./sh", &path), 0);
	assert_int_equal(path[0], '/');
	free(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cache_gives_libraries_by_name),
		cmocka_unit_test(cache_leaves_other_machines_out),
		cmocka_unit_test(cache_may_stand_behind_an_old_one),
		cmocka_unit_test(cache_that_is_damaged_is_refused),
		cmocka_unit_test(path_is_searched_in_order),
		cmocka_unit_test(path_with_a_slash_is_not_searched),
		cmocka_unit_test(path_that_is_relative_becomes_absolute),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
