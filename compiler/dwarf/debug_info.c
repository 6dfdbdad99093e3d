#include "dwarf/debug_info.h"

#include <dwarf.h>
#include <elfutils/libdwfl.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/strbuf.h"
#include "dwarf/cpp_name.h"
#include "dwarf/die_index.h"
#include "dwarf/die_type.h"

struct debug_info {
	struct arena *arena;
	Dwfl *dwfl;
	struct die_index *index;
	struct die_types *types;
	const char *build_id;
	const struct die_entry **by_symbol; /* all functions, sorted; NULL: not yet */
	size_t n_by_symbol;
};

/* What the linker calls it. */
static const char *symbol_of(const struct die_entry *entry)
{
	return entry->linkage != NULL ? entry->linkage : entry->name;
}

static const Dwfl_Callbacks callbacks = {
	.find_elf = dwfl_build_id_find_elf,
	.find_debuginfo = dwfl_standard_find_debuginfo,
	.section_address = dwfl_offline_section_address,
};

static const char *read_build_id(struct arena *arena, Dwfl_Module *module)
{
	const unsigned char *bits;
	GElf_Addr address;
	int size = dwfl_module_build_id(module, &bits, &address);
	struct strbuf text;

	if (size <= 0)
		return NULL;
	strbuf_init(&text, arena);
	for (int i = 0; i < size; i++)
		strbuf_printf(&text, "%02x", bits[i]);
	return strbuf_text(&text);
}

static Dwarf *open_dwarf(struct debug_info *info, const char *path)
{
	Dwfl_Module *module;
	Dwarf_Addr bias;

	dwfl_report_begin(info->dwfl);
	module = dwfl_report_offline(info->dwfl, path, path, -1);
	dwfl_report_end(info->dwfl, NULL, NULL);
	if (module != NULL)
		info->build_id = read_build_id(info->arena, module);
	return module != NULL ? dwfl_module_getdwarf(module, &bias) : NULL;
}

struct debug_info *debug_info_open(struct arena *arena, struct interner *interner, const char *path,
				   const char **error)
{
	struct debug_info *info = arena_new_of(arena, struct debug_info);
	Dwarf *dwarf;

	if (access(path, R_OK) != 0) {
		*error = arena_printf(arena, "%s cannot be read here: %s", path, strerror(errno));
		return NULL;
	}
	info->arena = arena;
	info->dwfl = dwfl_begin(&callbacks);
	dwarf = info->dwfl != NULL ? open_dwarf(info, path) : NULL;
	if (dwarf == NULL) {
		dwfl_end(info->dwfl);
		*error = arena_printf(arena,
				      "%s has no debug information (DWARF) here, nor a separate "
				      "debug file",
				      path);
		return NULL;
	}
	info->index = die_index_new(arena, interner, dwarf);
	info->types = die_types_new(ctype_maker_new(arena, interner, CTYPE_BINARY, sizeof(void *)),
				    info->index);
	return info;
}

const char *debug_info_build_id(const struct debug_info *info)
{
	return info->build_id;
}

void debug_info_close(struct debug_info *info)
{
	if (info != NULL)
		dwfl_end(info->dwfl);
}

static bool is_cpp_name(struct debug_info *info, const struct die_entry *entry, const char *name)
{
	const char *symbol = symbol_of(entry);
	const char *plain = cpp_name(info->arena, symbol);
	const char *full = plain != NULL ? plain : symbol;
	size_t size = strchr(name, '(') != NULL ? strlen(full) : cpp_name_size(full);

	return strlen(name) == size && strncmp(name, full, size) == 0;
}

/* Constructors come twice, with one prototype. */
static bool is_other(const struct die_entry *a, const struct die_entry *b)
{
	return a->name != b->name || a->scope != b->scope || a->linkage != b->linkage;
}

static int compare_symbols(const void *a, const void *b)
{
	const struct die_entry *const *left = a, *const *right = b;
	Dwarf_Off first = dwarf_dieoffset((Dwarf_Die *)&(*left)->die);
	Dwarf_Off second = dwarf_dieoffset((Dwarf_Die *)&(*right)->die);
	int order = strcmp(symbol_of(*left), symbol_of(*right));

	return order != 0 ? order : (first > second) - (first < second);
}

static int compare_with_symbol(const void *name, const void *entry)
{
	return strcmp(name, symbol_of(*(const struct die_entry *const *)entry));
}

/* Sorted once: a list or a wildcard asks for many. */
static void sort_functions(struct debug_info *info)
{
	const struct die_entry *const *functions =
		die_index_functions(info->index, &info->n_by_symbol);
	size_t size = info->n_by_symbol * sizeof(*info->by_symbol);

	info->by_symbol = arena_alloc(info->arena, size + sizeof(*info->by_symbol));
	if (size == 0)
		return;
	memcpy(info->by_symbol, functions, size);
	qsort(info->by_symbol, info->n_by_symbol, sizeof(*info->by_symbol), compare_symbols);
}

const struct ctype *debug_info_symbol(struct debug_info *info, const char *symbol)
{
	const struct die_entry **found;

	if (info->by_symbol == NULL)
		sort_functions(info);
	found = bsearch(symbol, info->by_symbol, info->n_by_symbol, sizeof(*info->by_symbol),
			compare_with_symbol);
	/* Of several static functions the first. */
	while (found != NULL && found > info->by_symbol &&
	       compare_with_symbol(symbol, found - 1) == 0)
		found--;
	return found != NULL ? die_prototype(info->types, (Dwarf_Die *)&(*found)->die) : NULL;
}

static const struct ctype *find_cpp(struct debug_info *info, const char *name, const char **error)
{
	size_t n;
	const struct die_entry *const *functions = die_index_functions(info->index, &n);
	const struct die_entry *found = NULL;

	*error = arena_printf(info->arena, "its debug information has no function '%s'", name);
	for (size_t i = 0; i < n; i++) {
		if (!is_cpp_name(info, functions[i], name))
			continue;
		if (found != NULL && is_other(found, functions[i])) {
			*error = arena_printf(info->arena,
					      "several functions are called '%s'; one of them is "
					      "chosen with its parameters behind its name",
					      name);
			return NULL;
		}
		if (found == NULL)
			found = functions[i];
	}
	return found != NULL ? die_prototype(info->types, (Dwarf_Die *)&found->die) : NULL;
}

const struct ctype *debug_info_function(struct debug_info *info, const char *name, bool is_cpp,
					const char **error)
{
	const struct ctype *prototype;

	if (is_cpp)
		return find_cpp(info, name, error);
	prototype = debug_info_symbol(info, name);
	if (prototype == NULL)
		*error = arena_printf(info->arena, "its debug information has no function '%s'",
				      name);
	return prototype;
}

static const struct ctype *find_type(struct debug_info *info, int tag, const char *name)
{
	const struct die_entry *first = die_index_find(info->index, name);

	for (const struct die_entry *entry = first; entry != NULL; entry = entry->next) {
		if (entry->name == first->name && entry->tag == tag)
			return die_type(info->types, (Dwarf_Die *)&entry->die);
	}
	return NULL;
}

const struct ctype *debug_info_type(struct debug_info *info, enum ctype_kind kind, const char *name)
{
	switch (kind) {
	case CTYPE_STRUCT:
		return find_type(info, DW_TAG_structure_type, name);
	case CTYPE_UNION:
		return find_type(info, DW_TAG_union_type, name);
	case CTYPE_ENUM:
		return find_type(info, DW_TAG_enumeration_type, name);
	default:
		return NULL;
	}
}

const struct ctype *debug_info_typedef(struct debug_info *info, const char *name)
{
	const struct ctype *type = find_type(info, DW_TAG_typedef, name);

	return type != NULL ? type : find_type(info, DW_TAG_base_type, name);
}
