/* What a kernel image says of itself, without booting it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "guest/image.h"

static const char *release_of(struct arena *arena, const void *bytes, size_t size)
{
	char path[] = "/tmp/test_guest_image.XXXXXX";
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, size), (ssize_t)size);
	close(fd);
	const char *release = image_release(arena, path);
	unlink(path);
	return release;
}

static void put(char *place, const char *text)
{
	memcpy(place, text, strlen(text) + 1);
}

static void image_of_arm64_has_its_release_in_its_text(void **state)
{
	static char image[65536];
	struct arena *arena = *state;
	memcpy(image + 0x38, "ARM\x64", 4);
	put(image + 40000, "Linux version %s (%s)");
	assert_null(release_of(arena, image, sizeof(image)));
	put(image + 50000, "Linux version 6.12.1+deb12-arm64 (someone) #1");
	assert_string_equal(release_of(arena, image, sizeof(image)), "6.12.1+deb12-arm64");
	memcpy(image + sizeof(image) - 16, "Linux version 6.", 16);
	memset(image + 50000, 0, 100);
	assert_null(release_of(arena, image, sizeof(image)));
}

static void image_of_x86_tells_where_its_release_is(void **state)
{
	static char image[4096];
	struct arena *arena = *state;
	memcpy(image + 0x202, "HdrS", 4);
	memcpy(image + 0x20e, &(uint16_t){ 0x200 }, 2);
	put(image + 0x400, "6.1.0-9-amd64 (someone) #1");
	assert_string_equal(release_of(arena, image, sizeof(image)), "6.1.0-9-amd64");
	memcpy(image + 0x20e, &(uint16_t){ 0xffff }, 2);
	assert_null(release_of(arena, image, sizeof(image)));
}

static void image_of_another_kind_says_nothing(void **state)
{
	struct arena *arena = *state;
	assert_null(release_of(arena, "Linux version 6.1 x", 19));
	assert_null(release_of(arena, "", 0));
	assert_null(image_release(arena, "/nonexistent/vmlinuz"));
}

static int set_up(void **state)
{
	*state = arena_new();
	return 0;
}

static int tear_down(void **state)
{
	arena_free(*state);
	return 0;
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(image_of_arm64_has_its_release_in_its_text),
		TEST(image_of_x86_tells_where_its_release_is),
		TEST(image_of_another_kind_says_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
