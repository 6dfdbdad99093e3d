#include <pthread.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <time.h>

#include "map_walk.h"
#include "rt_fixture.h"

static const struct abi_type int64_type = { &rt_value_int, ABI_VALUE_INT, .is_signed = true,
					    .size = 8, .align = 8 };
static const struct abi_type count_type = { &rt_value_count, ABI_VALUE_COUNT, .size = 16,
					    .align = 8 };

static uint32_t add_numbers(struct fixture *fixture, uint32_t n)
{
	struct abi_map map = { .name = "@",
			       .key = &int64_type,
			       .value = &int64_type,
			       .key_size = 8,
			       .value_size = 8,
			       .max_entries = n };
	return add_map(fixture, map, BPF_MAP_TYPE_HASH);
}

static void fill(struct fixture *fixture, uint32_t map, int64_t n)
{
	for (int64_t key = 0; key < n; key++)
		set_element(fixture, map, &key, &key);
}

struct tally {
	uint32_t *visits; /* by key */
	uint64_t n;
};

static int tally(void *context, const uint8_t *key, const uint8_t *elements)
{
	struct tally *counts = context;
	int64_t number;
	(void)elements;
	memcpy(&number, key, sizeof(number));
	counts->visits[number]++;
	counts->n++;
	return 0;
}

static void expect_each_once(struct fixture *fixture, uint32_t map, enum rt_map_walk how,
			     uint32_t n)
{
	struct tally counts = { .visits = calloc(n, sizeof(uint32_t)) };
	assert_int_equal(rt_map_walk(&fixture->rt, &fixture->maps[map], fixture->fds[map], how,
				     tally, &counts),
			 0);
	assert_int_equal(counts.n, n);
	for (uint32_t i = 0; i < n; i++)
		assert_int_equal(counts.visits[i], 1);
	free(counts.visits);
}

static void walk_visits_each_element_once(void **state)
{
	struct fixture *fixture = *state;
	uint32_t map = add_numbers(fixture, 20000);
	fill(fixture, map, 20000);
	expect_each_once(fixture, map, RT_MAP_LOOK, 20000);
	expect_each_once(fixture, map, RT_MAP_LOOK_BY_KEY, 20000);
	expect_each_once(fixture, map, RT_MAP_DELETE, 20000);
	expect_each_once(fixture, map, RT_MAP_LOOK, 0);
	expect_each_once(fixture, map, RT_MAP_LOOK_BY_KEY, 0);
}

static int stop(void *context, const uint8_t *key, const uint8_t *elements)
{
	(void)key;
	(void)elements;
	++*(int *)context;
	return -EINTR;
}

static void walk_stops_when_told(void **state)
{
	struct fixture *fixture = *state;
	uint32_t map = add_numbers(fixture, 100);
	int n = 0;
	fill(fixture, map, 100);
	assert_int_equal(rt_map_walk(&fixture->rt, &fixture->maps[map], fixture->fds[map],
				     RT_MAP_LOOK, stop, &n),
			 -EINTR);
	assert_int_equal(rt_map_walk(&fixture->rt, &fixture->maps[map], fixture->fds[map],
				     RT_MAP_LOOK_BY_KEY, stop, &n),
			 -EINTR);
	assert_int_equal(n, 2);
}

struct churn {
	int fd;
	atomic_bool ends;
};

/* Deletes and adds the odd keys as fast as it can. */
static void *churn_map(void *context)
{
	struct churn *churn = context;
	while (!churn->ends) {
		for (int64_t key = 1; key < 2000; key += 2)
			rt_bpf_delete(churn->fd, &key);
		for (int64_t key = 1; key < 2000; key += 2)
			rt_bpf_update(churn->fd, &key, &key, 0);
	}
	return NULL;
}

static void walk_survives_deletion(void **state)
{
	struct fixture *fixture = *state;
	static const enum rt_map_walk ways[] = { RT_MAP_LOOK, RT_MAP_LOOK_BY_KEY };
	uint32_t map = add_numbers(fixture, 4000);
	struct churn churn = { .fd = fixture->fds[map] };
	pthread_t thread;
	fill(fixture, map, 2000);
	pthread_create(&thread, NULL, churn_map, &churn);
	for (int i = 0; i < 60; i++) {
		struct tally counts = { .visits = calloc(2000, sizeof(uint32_t)) };
		int err = rt_map_walk(&fixture->rt, &fixture->maps[map], fixture->fds[map],
				      ways[i % 2], tally, &counts);
		if (err)
			churn.ends = true;
		assert_int_equal(err, 0);
		for (int key = 0; key < 2000; key++) {
			if (counts.visits[key] > 1 || (key % 2 == 0 && ways[i % 2] == RT_MAP_LOOK &&
						       counts.visits[key] != 1)) {
				churn.ends = true;
				fail_msg("key %d visited %u times", key, counts.visits[key]);
			}
		}
		free(counts.visits);
	}
	churn.ends = true;
	pthread_join(thread, NULL);
}

static double seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void walk_of_a_million_keys_prints(void **state)
{
	struct fixture *fixture = *state;
	uint32_t n = 1000000;
	uint32_t map = add_numbers(fixture, n);
	fill(fixture, map, n);
	double start = seconds();
	struct rt_map_query query = { .map = map };
	assert_int_equal(rt_map_print(&fixture->rt, &query), 0);
	print_message("a million keys printed in %.1f s\n", seconds() - start);
	const char *printed = take_output(fixture);
	for (uint32_t i = 0; i < n; i++) {
		char line[48];
		int size = snprintf(line, sizeof(line), "@[%u]: %u\n", i, i);
		if (memcmp(printed, line, (size_t)size))
			fail_msg("line %u is wrong", i);
		printed += size;
	}
	assert_string_equal(printed, "");
	start = seconds();
	rt_map_clear(&fixture->rt, map);
	print_message("and cleared in %.1f s\n", seconds() - start);
	rt_map_print(&fixture->rt, &query);
	expect_output(fixture, "");
}

/* Many keys in few hash buckets: more than the first batch has room for. */
static void walk_of_large_elements(void **state)
{
	struct fixture *fixture = *state;
	static const struct abi_type string_type = { &rt_value_string, ABI_VALUE_STRING,
						     .size = 30000, .align = 1 };
	struct abi_map description = { .name = "@",
				       .key = &int64_type,
				       .value = &string_type,
				       .key_size = 8,
				       .value_size = 30000,
				       .max_entries = 500 };
	uint32_t map = add_map(fixture, description, BPF_MAP_TYPE_HASH);
	char *value = calloc(1, 30000);
	for (int64_t key = 0; key < 500; key++)
		set_element(fixture, map, &key, value);
	free(value);
	expect_each_once(fixture, map, RT_MAP_LOOK, 500);
	expect_each_once(fixture, map, RT_MAP_LOOK_BY_KEY, 500);
}

static void walk_gives_an_element_of_each_cpu(void **state)
{
	struct fixture *fixture = *state;
	struct abi_map description = { .name = "@",
				       .key = &int64_type,
				       .value = &count_type,
				       .is_percpu = true,
				       .key_size = 8,
				       .value_size = 16,
				       .max_entries = 5000 };
	uint32_t map = add_map(fixture, description, BPF_MAP_TYPE_PERCPU_HASH);
	struct abi_aggregate elements[1024] = { 0 };
	for (int cpu = 0; cpu < fixture->rt.n_cpus; cpu++)
		elements[cpu] = (struct abi_aggregate){ (uint64_t)cpu + 1, 1 };
	for (int64_t key = 0; key < 5000; key++)
		set_element(fixture, map, &key, elements);
	expect_each_once(fixture, map, RT_MAP_LOOK, 5000);
	struct rt_map_query query = { .map = map, .top = 1 };
	rt_map_print(&fixture->rt, &query);
	char expected[32];
	int n = fixture->rt.n_cpus;
	snprintf(expected, sizeof(expected), "]: %d\n", n * (n + 1) / 2);
	assert_string_equal(strchr(take_output(fixture), ']'), expected);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RT_TEST(walk_visits_each_element_once), RT_TEST(walk_stops_when_told),
		RT_TEST(walk_survives_deletion),        RT_TEST(walk_of_a_million_keys_prints),
		RT_TEST(walk_of_large_elements),        RT_TEST(walk_gives_an_element_of_each_cpu),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
