#include "cpus.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

#include "file.h"
#include "number.h"

/* More than any kernel can be built for (CONFIG_NR_CPUS). */
#define MAX_CPUS 65536

static int parse_range(const char **list, uint64_t *first, uint64_t *last)
{
	int err = rt_number_prefix(*list, first, list);
	*last = *first;
	if (!err && **list == '-')
		err = rt_number_prefix(*list + 1, last, list);
	return !err && (*last < *first || *last >= MAX_CPUS) ? -EINVAL : err;
}

int rt_cpus_parse(const char *list, int **cpus, int *n_cpus)
{
	*cpus = NULL;
	*n_cpus = 0;
	while (*list && *list != '\n') {
		uint64_t first, last;
		if (parse_range(&list, &first, &last))
			goto out;
		size_t room = (size_t)*n_cpus + (last - first + 1);
		int *grown = realloc(*cpus, room * sizeof(int));
		if (!grown)
			goto out;
		*cpus = grown;
		for (uint64_t cpu = first; cpu <= last; cpu++)
			(*cpus)[(*n_cpus)++] = (int)cpu;
		list += *list == ',';
	}
	if (*n_cpus)
		return 0;
out:
	free(*cpus);
	*cpus = NULL;
	return -EINVAL;
}

static int read_cpus(const char *path, int **cpus, int *n_cpus)
{
	char *text;
	int err = rt_file_read(path, &text, NULL);
	if (err)
		return err;
	err = rt_cpus_parse(text, cpus, n_cpus);
	free(text);
	return err;
}

int rt_cpus_possible(void)
{
	int *cpus;
	int n;
	int err = read_cpus("/sys/devices/system/cpu/possible", &cpus, &n);
	if (err)
		return err;
	int last = cpus[n - 1];
	free(cpus);
	return last + 1;
}

int rt_cpus_online(int **cpus, int *n_cpus)
{
	return read_cpus("/sys/devices/system/cpu/online", cpus, n_cpus);
}
