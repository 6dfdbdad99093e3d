#include "ksyms.h"

#include <stdbool.h>
#include <time.h>

#include "cache.h"
#include "ksym_table.h"
#include "rt.h"

#define KALLSYMS "/proc/kallsyms"
#define MODULES	 "/proc/modules"

/* In milliseconds: between two looks at the modules, and the least and the most between two readings of all
 * symbols for one that is not there; the pause doubles as long as they are in vain. */
#define LOOK_PAUSE  100
#define LEAST_PAUSE 1000
#define MOST_PAUSE  64000

/* Of the time at most so much is for reading: one part in this many. */
#define READING_SHARE 10

struct ksyms {
	struct rt_cache head;
	bool is_loaded;
	struct rt_ksym_table table;
	uint64_t looked_at, read_at, pause, cost; /* ms; the cost is of reading all symbols */
};

static void release_ksyms(struct rt_cache *cache)
{
	rt_ksym_table_release(&((struct ksyms *)cache)->table);
}

static const struct rt_cache_kind ksyms_kind = { sizeof(struct ksyms), release_ksyms };

static uint64_t now_ms(void)
{
	struct timespec time = { 0, 0 };
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * 1000 + (uint64_t)time.tv_nsec / 1000000;
}

static void read_table(struct ksyms *ksyms, struct rt_ksym_table *table,
		       const struct rt_ksym_table *old)
{
	uint64_t start = now_ms();
	rt_ksym_table_read(table, KALLSYMS, MODULES, old);
	ksyms->read_at = now_ms();
	ksyms->cost = ksyms->read_at - start;
}

static void load(struct rt *rt, struct ksyms *ksyms)
{
	read_table(ksyms, &ksyms->table, NULL);
	ksyms->is_loaded = true;
	ksyms->looked_at = ksyms->read_at;
	ksyms->pause = LEAST_PAUSE;
	if (!ksyms->table.n)
		rt_warning(rt, "kernel addresses have no names here: /proc/kallsyms shows none");
}

static void load_again(struct ksyms *ksyms)
{
	struct rt_ksym_table newer;
	read_table(ksyms, &newer, &ksyms->table);
	if (newer.n) {
		rt_ksym_table_release(&ksyms->table);
		ksyms->table = newer;
	} else {
		rt_ksym_table_release(&newer);
	}
}

/* What the kernel has loaded since may be at an address that had no name, or a neighbour's. */
static const struct rt_ksym *look_again(struct ksyms *ksyms, uint64_t address,
					const struct rt_ksym *found)
{
	uint64_t now = now_ms();
	if (!ksyms->table.n || now - ksyms->looked_at < LOOK_PAUSE ||
	    now - ksyms->read_at < READING_SHARE * ksyms->cost)
		return found;
	ksyms->looked_at = now;
	if (rt_kmodules_hash(MODULES) != ksyms->table.modules_hash) {
		load_again(ksyms);
		ksyms->pause = LEAST_PAUSE;
		return rt_ksym_table_find(&ksyms->table, address);
	}
	if (found || now - ksyms->read_at < ksyms->pause)
		return found;
	load_again(ksyms);
	found = rt_ksym_table_find(&ksyms->table, address);
	ksyms->pause = found ? LEAST_PAUSE : ksyms->pause * 2;
	if (ksyms->pause > MOST_PAUSE)
		ksyms->pause = MOST_PAUSE;
	return found;
}

const char *rt_ksym_find(struct rt *rt, uint64_t address, uint64_t *offset)
{
	struct ksyms *ksyms = (struct ksyms *)rt_cache_get(rt, &ksyms_kind);
	if (!ksyms)
		return NULL;
	if (!ksyms->is_loaded)
		load(rt, ksyms);
	const struct rt_ksym *found = rt_ksym_table_find(&ksyms->table, address);
	if (!found || found->owner)
		found = look_again(ksyms, address, found);
	if (!found)
		return NULL;
	*offset = address - found->address;
	return rt_ksym_name(&ksyms->table, found);
}
