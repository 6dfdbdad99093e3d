#include "unwind.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bpf_call.h"
#include "cache.h"
#include "child_entry.h"
#include "eh_frame.h"
#include "loader.h"
#include "process.h"
#include "rt.h"
#include "usyms.h"

/* The table of a file. What was once written stays: another process may map the file again. */
struct table {
	struct table *next;
	struct rt_file_id id;
	uint32_t first, n;
	uint64_t base;
	struct rt_elf_segment *segments; /* executable ones */
	size_t n_segments;
};

#define N_BUCKETS 256

struct unwind {
	struct rt_cache head;
	struct rt *rt;
	struct rt_processes *processes;
	int processes_fd;
	struct abi_unwind_row *rows; /* ABI_UNWIND_ROWS of them, those of the BPF map */
	uint32_t n_rows;
	struct table *tables[N_BUCKETS];
	struct abi_unwind_process element; /* that is being put together */
	bool is_full;
};

static void release_unwind(struct rt_cache *cache)
{
	struct unwind *u = (struct unwind *)cache;
	for (size_t i = 0; i < N_BUCKETS; i++) {
		while (u->tables[i]) {
			struct table *table = u->tables[i];
			u->tables[i] = table->next;
			free(table->segments);
			free(table);
		}
	}
	if (!u->rows)
		return;
	munmap(u->rows, ABI_UNWIND_ROWS * sizeof(*u->rows));
	if (u->processes_fd >= 0)
		close(u->processes_fd);
}

static const struct rt_cache_kind unwind_kind = { sizeof(struct unwind), release_unwind };

static int copy_segments(struct table *table, const struct rt_elf_image *image)
{
	table->segments = calloc(image->n_segments + 1, sizeof(*table->segments));
	if (!table->segments)
		return -ENOMEM;
	for (size_t i = 0; i < image->n_segments; i++)
		if (image->segments[i].is_executable)
			table->segments[table->n_segments++] = image->segments[i];
	return 0;
}

static void copy_rows(struct unwind *u, struct table *table, const struct rt_unwind_table *read)
{
	if (read->n > ABI_UNWIND_ROWS - u->n_rows) {
		if (!u->is_full)
			rt_warning(u->rt,
				   "the tables of all programs that run are too large for "
				   "dw_ustack: stacks of some end early; -p limits it to one");
		u->is_full = true;
		return;
	}
	if (read->n)
		memcpy(&u->rows[u->n_rows], read->rows, read->n * sizeof(*u->rows));
	table->first = u->n_rows;
	table->n = (uint32_t)read->n;
	table->base = read->base;
	u->n_rows += table->n;
}

static void read_table(struct unwind *u, struct table *table, struct rt_symbol_file *file,
		       uint32_t pid)
{
	struct rt_elf_image image;
	struct rt_unwind_table read = { 0 };
	if (!rt_symbol_file_image(&u->processes->files, file, pid, &image) &&
	    !copy_segments(table, &image) && !rt_eh_frame_read(&image, &read))
		copy_rows(u, table, &read);
	rt_unwind_table_release(&read);
	rt_elf_image_release(&image);
}

/* Made if it is not known; of a file without a table it has no rows. NULL: no memory. */
static struct table *table_of(struct unwind *u, struct rt_symbol_file *file, uint32_t pid)
{
	struct table **bucket = &u->tables[file->id.inode % N_BUCKETS];
	for (struct table *table = *bucket; table; table = table->next)
		if (rt_file_id_is_same(&table->id, &file->id))
			return table;
	struct table *table = calloc(1, sizeof(*table));
	if (!table)
		return NULL;
	table->next = *bucket;
	*bucket = table;
	read_table(u, table, file, pid);
	table->id = file->id; // which may be known only now
	return table;
}

/* The segment that a mapping of the file at this offset shows; mappings begin with whole pages. */
static const struct rt_elf_segment *segment_at(const struct table *table, uint64_t offset)
{
	for (size_t i = 0; i < table->n_segments; i++) {
		const struct rt_elf_segment *segment = &table->segments[i];
		uint64_t begin = segment->offset & ~(uint64_t)(getpagesize() - 1);
		if (offset >= begin && offset < segment->offset + segment->size)
			return segment;
	}
	return NULL;
}

static bool overlaps(const struct abi_unwind_process *element, const struct rt_mapping *mapping)
{
	for (uint32_t i = 0; i < element->count; i++)
		if (mapping->start < element->mappings[i].end &&
		    element->mappings[i].start < mapping->end)
			return true;
	return false;
}

struct building {
	struct unwind *u;
	uint32_t pid;
};

/* The newest come first. */
static int add_mapping(void *context, const struct rt_mapping *mapping)
{
	struct building *b = context;
	struct abi_unwind_process *element = &b->u->element;
	if (element->count == ABI_UNWIND_MAPPINGS)
		return 1;
	if (!mapping->file || overlaps(element, mapping))
		return 0;
	const struct table *table = table_of(b->u, mapping->file, b->pid);
	const struct rt_elf_segment *segment = table ? segment_at(table, mapping->offset) : NULL;
	if (!segment || !table->n)
		return 0;
	element->mappings[element->count++] = (struct abi_unwind_mapping){
		.start = mapping->start,
		.end = mapping->end,
		.bias = mapping->start - mapping->offset + segment->offset - segment->address +
			table->base,
		.first = table->first,
		.count = table->n,
	};
	return 0;
}

static int by_start(const void *a, const void *b)
{
	const struct abi_unwind_mapping *left = a;
	const struct abi_unwind_mapping *right = b;
	return (left->start > right->start) - (left->start < right->start);
}

static void write_process(struct unwind *u, uint32_t pid)
{
	struct building building = { u, pid };
	struct rt_process *process = rt_process_get(u->processes, pid);
	if (!process || process->has_ended) {
		rt_bpf_delete(u->processes_fd, &pid);
		return;
	}
	u->element.count = 0;
	rt_process_each_mapping(process, add_mapping, &building);
	qsort(u->element.mappings, u->element.count, sizeof(u->element.mappings[0]), by_start);
	rt_bpf_update(u->processes_fd, &pid, &u->element, BPF_ANY);
}

/* What processes have mapped since. */
static void take_changes(void *context)
{
	struct unwind *u = context;
	uint32_t pid;
	while (rt_process_take_change(u->processes, &pid))
		write_process(u, pid);
}

/* The maps of the programs. The loader's descriptors end when it is trimmed. */
static int take_maps(struct rt *rt, struct unwind *u)
{
	int rows_fd = rt_loader_map_fd(rt, "unwind_rows");
	int processes_fd = rt_loader_map_fd(rt, "unwind_processes");
	if (rows_fd < 0 || processes_fd < 0)
		return -EINVAL;
	void *rows = mmap(NULL, ABI_UNWIND_ROWS * sizeof(*u->rows), PROT_READ | PROT_WRITE,
			  MAP_SHARED, rows_fd, 0);
	if (rows == MAP_FAILED)
		return -errno;
	u->rows = rows;
	u->processes_fd = fcntl(processes_fd, F_DUPFD_CLOEXEC, 0);
	return u->processes_fd < 0 ? -errno : 0;
}

static int start(struct rt *rt)
{
	struct unwind *u = (struct unwind *)rt_cache_get(rt, &unwind_kind);
	if (!u)
		return -ENOMEM;
	u->rt = rt;
	int err = take_maps(rt, u);
	if (err)
		return err;
	u->processes = rt_usyms_follow(rt, take_changes, u);
	err = u->processes ? rt_usyms_prepare(rt) : -ENOMEM;
	if (!err)
		take_changes(u);
	return err;
}

static bool follow_child(struct rt *rt)
{
	int err = rt_child_entry_follow(rt->child_pid);
	if (err)
		rt_explain(rt,
			   "dw_ustack may fail in the first milliseconds of the command, for it "
			   "cannot be held: %s",
			   strerror(-err));
	return !err;
}

static void await_child(struct rt *rt)
{
	if (!rt_child_entry_wait(rt->child_pid))
		rt_process_find(rt, (uint32_t)rt->child_pid); // has it noted what was told
	rt_child_entry_leave(rt->child_pid);
}

const struct rt_unwind_ops rt_unwind = { start, follow_child, await_child };
