#include "symbols/binaries.h"

#include <elfutils/libdwelf.h>
#include <elfutils/libdwfl.h>
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <gelf.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "symbols/functions.h"

#define N_BUCKETS 4096

struct binary {
	struct binary *next; /* of its bucket */
	uint8_t id[BUILD_ID_SIZE];
	const char *path;
	bool is_debug; /* without the code */
};

/* What was opened for a build id. */
struct module {
	struct module *next;
	uint8_t id[BUILD_ID_SIZE];
	Dwfl *dwfl;
	Dwfl_Module *module;         /* NULL: it cannot be read */
	struct functions *functions; /* NULL: not read yet */
};

struct binaries {
	struct arena *arena;
	struct binary *buckets[N_BUCKETS];
	struct module *modules;
};

static size_t bucket_of(const uint8_t *id)
{
	return ((size_t)id[0] << 8 | id[1]) % N_BUCKETS;
}

struct binaries *binaries_new(struct arena *arena)
{
	struct binaries *binaries = arena_new_of(arena, struct binaries);

	elf_version(EV_CURRENT);
	binaries->arena = arena;
	return binaries;
}

void binaries_free(struct binaries *binaries)
{
	for (struct module *m = binaries->modules; m; m = m->next)
		dwfl_end(m->dwfl);
	binaries->modules = NULL;
}

/* A debug file has the section headers of the code, but not its bytes. */
static bool is_debug(Elf *elf)
{
	Elf_Scn *section = NULL;
	GElf_Shdr header;

	for (section = elf_nextscn(elf, section); section; section = elf_nextscn(elf, section))
		if (gelf_getshdr(section, &header) && header.sh_flags & SHF_EXECINSTR)
			return header.sh_type == SHT_NOBITS;
	return false;
}

static bool note_file(struct binaries *binaries, const char *path)
{
	const void *id = NULL;
	struct binary *binary;
	struct stat status;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	bool is_file = fd >= 0 && !fstat(fd, &status) && S_ISREG(status.st_mode);
	Elf *elf = is_file ? elf_begin(fd, ELF_C_READ_MMAP, NULL) : NULL;
	bool found = elf && elf_kind(elf) == ELF_K_ELF &&
		     dwelf_elf_gnu_build_id(elf, &id) == BUILD_ID_SIZE;

	if (found) {
		binary = arena_new_of(binaries->arena, struct binary);
		memcpy(binary->id, id, BUILD_ID_SIZE);
		binary->path = arena_strdup(binaries->arena, path);
		binary->is_debug = is_debug(elf);
		binary->next = binaries->buckets[bucket_of(binary->id)];
		binaries->buckets[bucket_of(binary->id)] = binary;
	}
	elf_end(elf);
	if (fd >= 0)
		close(fd);
	return found;
}

long binaries_add(struct binaries *binaries, const char *directory)
{
	char *const paths[] = { arena_strdup(binaries->arena, directory), NULL };
	FTS *tree = fts_open(paths, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, NULL);
	long count = 0;

	if (!tree)
		return -1;
	for (FTSENT *entry = fts_read(tree); entry; entry = fts_read(tree)) {
		bool is_unreadable = entry->fts_info == FTS_DNR || entry->fts_info == FTS_NS;

		if (entry->fts_level == FTS_ROOTLEVEL && is_unreadable) {
			errno = entry->fts_errno;
			count = -1;
			break;
		}
		/* Below .build-id are links to binaries. */
		if (entry->fts_info == FTS_F || entry->fts_info == FTS_SL)
			count += note_file(binaries, entry->fts_path);
	}
	fts_close(tree);
	return count;
}

static const struct binary *find(const struct binaries *binaries, const uint8_t *id, bool debug)
{
	const struct binary *b = binaries->buckets[bucket_of(id)];

	while (b && (memcmp(b->id, id, BUILD_ID_SIZE) != 0 || b->is_debug != debug))
		b = b->next;
	return b;
}

/* For libdwfl: the debug file of a module, out of our own directories alone. */
static int find_debuginfo(Dwfl_Module *module, void **userdata, const char *name, Dwarf_Addr base,
			  const char *file, const char *link, GElf_Word sum, char **found)
{
	const unsigned char *id;
	GElf_Addr address;
	const struct binary *debug;

	(void)name, (void)base, (void)file, (void)link, (void)sum;
	if (!*userdata || dwfl_module_build_id(module, &id, &address) != BUILD_ID_SIZE)
		return -1;
	debug = find(*userdata, id, true);
	if (!debug)
		return -1;
	*found = strdup(debug->path);
	return *found ? open(debug->path, O_RDONLY | O_CLOEXEC) : -1;
}

static const Dwfl_Callbacks callbacks = {
	.find_debuginfo = find_debuginfo,
	.section_address = dwfl_offline_section_address,
};

static Dwfl_Module *report(struct binaries *binaries, Dwfl *dwfl, const struct binary *binary)
{
	Dwfl_Module *module;
	void **userdata = NULL;

	dwfl_report_begin(dwfl);
	module = dwfl_report_offline(dwfl, binary->path, binary->path, -1);
	dwfl_report_end(dwfl, NULL, NULL);
	if (!module)
		return NULL;
	dwfl_module_info(module, &userdata, NULL, NULL, NULL, NULL, NULL, NULL);
	*userdata = binaries;
	return module;
}

static struct module *module_of(struct binaries *binaries, const uint8_t *id)
{
	const struct binary *binary = find(binaries, id, false);
	struct module *m = binaries->modules;

	while (m && memcmp(m->id, id, BUILD_ID_SIZE) != 0)
		m = m->next;
	if (m)
		return m;
	m = arena_new_of(binaries->arena, struct module);
	memcpy(m->id, id, BUILD_ID_SIZE);
	m->next = binaries->modules;
	binaries->modules = m;
	if (binary)
		m->dwfl = dwfl_begin(&callbacks);
	if (m->dwfl)
		m->module = report(binaries, m->dwfl, binary);
	return m;
}

/* Where the byte at an offset of the file is in the module. A debug file would not tell. */
static bool address_of(Dwfl_Module *module, uint64_t offset, GElf_Addr *address)
{
	GElf_Addr bias;
	GElf_Phdr segment;
	size_t n = 0;
	Elf *elf = dwfl_module_getelf(module, &bias);

	if (!elf || elf_getphdrnum(elf, &n))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!gelf_getphdr(elf, (int)i, &segment) || segment.p_type != PT_LOAD ||
		    !(segment.p_flags & PF_X))
			continue;
		if (offset < segment.p_offset || offset - segment.p_offset >= segment.p_filesz)
			continue;
		*address = offset - segment.p_offset + segment.p_vaddr + bias;
		return true;
	}
	return false;
}

bool binaries_find(struct binaries *binaries, const uint8_t id[BUILD_ID_SIZE], uint64_t offset,
		   struct binary_place *place)
{
	struct module *m = module_of(binaries, id);

	*place = (struct binary_place){ .module = m->module };
	if (!m->module || !address_of(m->module, offset, &place->address))
		return false;
	if (!m->functions)
		m->functions = functions_of(binaries->arena, m->module);
	place->functions = m->functions;
	return true;
}
