#include "need.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "need_state.h"

/* A find of a walk, before those of one name become one. */
struct found {
	struct needs *needs;
	struct need_state *state;
	size_t room;
};

static const char *const kind_names[] = {
#define NEED(id, word) [NEED_##id] = word,
#include "need.def"
};

static const char *const verdict_names[] = {
	[NEED_OK] = "ok",
	[NEED_MISSING] = "missing",
	[NEED_ABSENT] = "absent",
	[NEED_UNKNOWN] = "unknown",
	[NEED_DIFFERS] = "differs",
};

static const char *const helper_names[] = {
#define HELPER_NAME(name, ...) [BPF_FUNC_##name] = "bpf_" #name
	__BPF_FUNC_MAPPER(HELPER_NAME)
};

/* What a section of the object is loaded as, and types of maps: names of the kernel's, and the Linux that has them. */
static const struct {
	const char *section, *word;
	uint32_t value;
	unsigned since;
} program_types[] = {
	{ "raw_tp", "raw_tracepoint", BPF_PROG_TYPE_RAW_TRACEPOINT, 4 << 8 | 17 },
	{ "kprobe", "kprobe", BPF_PROG_TYPE_KPROBE, 4 << 8 | 1 },
	{ "kretprobe", "kprobe", BPF_PROG_TYPE_KPROBE, 4 << 8 | 1 },
	{ "uprobe", "kprobe", BPF_PROG_TYPE_KPROBE, 4 << 8 | 1 },
	{ "uretprobe", "kprobe", BPF_PROG_TYPE_KPROBE, 4 << 8 | 1 },
	{ "tracepoint", "tracepoint", BPF_PROG_TYPE_TRACEPOINT, 4 << 8 | 7 },
	{ "perf_event", "perf_event", BPF_PROG_TYPE_PERF_EVENT, 4 << 8 | 9 },
	{ "fentry", "tracing", BPF_PROG_TYPE_TRACING, 5 << 8 | 5 },
	{ "fexit", "tracing", BPF_PROG_TYPE_TRACING, 5 << 8 | 5 },
	{ "tp_btf", "tracing", BPF_PROG_TYPE_TRACING, 5 << 8 | 5 },
	{ "iter", "tracing", BPF_PROG_TYPE_TRACING, 5 << 8 | 8 },
	{ "xdp", "xdp", BPF_PROG_TYPE_XDP, 4 << 8 | 8 },
}, map_types[] = {
	{ NULL, "hash", BPF_MAP_TYPE_HASH, 3 << 8 | 19 },
	{ NULL, "array", BPF_MAP_TYPE_ARRAY, 3 << 8 | 19 },
	{ NULL, "perf_event_array", BPF_MAP_TYPE_PERF_EVENT_ARRAY, 4 << 8 | 3 },
	{ NULL, "percpu_hash", BPF_MAP_TYPE_PERCPU_HASH, 4 << 8 | 6 },
	{ NULL, "percpu_array", BPF_MAP_TYPE_PERCPU_ARRAY, 4 << 8 | 6 },
	{ NULL, "stack_trace", BPF_MAP_TYPE_STACK_TRACE, 4 << 8 | 6 },
	{ NULL, "cgroup_array", BPF_MAP_TYPE_CGROUP_ARRAY, 4 << 8 | 8 },
	{ NULL, "lru_hash", BPF_MAP_TYPE_LRU_HASH, 4 << 8 | 10 },
	{ NULL, "lru_percpu_hash", BPF_MAP_TYPE_LRU_PERCPU_HASH, 4 << 8 | 10 },
	{ NULL, "array_of_maps", BPF_MAP_TYPE_ARRAY_OF_MAPS, 4 << 8 | 12 },
	{ NULL, "hash_of_maps", BPF_MAP_TYPE_HASH_OF_MAPS, 4 << 8 | 12 },
	{ NULL, "ringbuf", BPF_MAP_TYPE_RINGBUF, 5 << 8 | 8 },
	{ NULL, "task_storage", BPF_MAP_TYPE_TASK_STORAGE, 5 << 8 | 11 },
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const struct {
	unsigned release, last;
} helpers[] = {
#define HELPERS(major, minor, last) { (major) << 8 | (minor), last },
#include "need_helper.def"
};

const char *need_verdict_name(uint8_t verdict)
{
	return verdict_names[verdict];
}

const char *need_kind_name(uint8_t kind)
{
	return kind_names[kind];
}

int need_text(const struct need *need, char *out, size_t size)
{
	const char *colon = need->detail ? ": " : "", *detail = need->detail ? need->detail : "";
	if (!need->line)
		return snprintf(out, size, "%s %s%s%s", kind_names[need->kind], need->name, colon,
				detail);
	return snprintf(out, size, "%s %s (%s:%u)%s%s", kind_names[need->kind], need->name,
			need->file, need->line, colon, detail);
}

const char *need_keep(struct need_state *state, char *text)
{
	char **grown = text ? realloc(state->texts, (state->n_texts + 1) * sizeof(*grown)) : NULL;
	if (!grown) {
		free(text);
		return NULL;
	}
	state->texts = grown;
	grown[state->n_texts++] = text;
	return text;
}

/* --- answers --- */

static enum need_answer since(unsigned first, unsigned release)
{
	if (!release)
		return NEED_PERHAPS;
	return release >= first ? NEED_YES : NEED_NO;
}

static enum need_answer has_helper(const struct btf *types, uint32_t number, unsigned release)
{
	enum need_answer answer = need_match_value(types, "bpf_func_id", number);
	if (answer != NEED_PERHAPS)
		return answer;
	for (size_t i = COUNT(helpers); i-- > 0;)
		if (release >= helpers[i].release)
			return number <= helpers[i].last ? NEED_YES : NEED_NO;
	return NEED_PERHAPS;
}

/* --- finds --- */

/* The stronger verdict of two about one thing stands: what is missing for one program is missing. */
static const uint8_t strength[] = {
	[NEED_OK] = 1,
	[NEED_MISSING] = 4,
	[NEED_ABSENT] = 0,
	[NEED_UNKNOWN] = 3,
	[NEED_DIFFERS] = 2,
};

static int add(struct found *found, const struct need *need, size_t *index)
{
	struct needs *needs = found->needs;
	for (size_t i = 0; i < needs->n; i++) {
		struct need *known = &needs->items[i];
		if (known->kind != need->kind || strcmp(known->name, need->name) != 0)
			continue;
		*index = i;
		if (strength[need->verdict] > strength[known->verdict])
			*known = *need;
		return 0;
	}
	if (needs->n == found->room) {
		size_t room = found->room ? 2 * found->room : 32;
		struct need *grown = realloc(needs->items, room * sizeof(*grown));
		if (!grown)
			return -ENOMEM;
		needs->items = grown;
		found->room = room;
	}
	*index = needs->n;
	needs->items[needs->n++] = *need;
	return 0;
}

/* Adds what program i (index; -1: none) asks for; the first that is missing is its obstacle. */
static int note(struct found *found, int program, const struct need *need)
{
	size_t index;
	int err = add(found, need, &index);
	if (err || program < 0 || need->verdict != NEED_MISSING)
		return err;
	struct need_program *own = &found->needs->programs[program];
	if (!own->is_refused)
		own->obstacle = (uint32_t)index;
	own->is_refused = true;
	return 0;
}

static const uint8_t verdict_of[] = {
	[NEED_NO] = NEED_MISSING,
	[NEED_YES] = NEED_OK,
	[NEED_PERHAPS] = NEED_UNKNOWN,
};

static int note_relocation(struct found *found, int program, struct need *need,
			   const struct bpf_core_relo *relocation, bool is_reached)
{
	struct need_state *state = found->state;
	struct need_match match;
	int err = need_match_find(state, relocation, &match);
	bool has_types = state->target->types(state->target->context, 0);
	if (err || relocation->kind == BPF_CORE_TYPE_ID_LOCAL)
		return err;
	need->kind = NEED_FIELD;
	if (relocation->kind >= BPF_CORE_TYPE_ID_LOCAL)
		need->kind = NEED_TYPE;
	if (relocation->kind == BPF_CORE_ENUMVAL_EXISTS ||
	    relocation->kind == BPF_CORE_ENUMVAL_VALUE)
		need->kind = NEED_ENUMERATOR;
	need->name = need_match_name(state, relocation);
	if (!need->name)
		return -ENOMEM;
	bool is_needed = is_reached && !need_match_is_question(relocation);
	if (match.is_found && !match.is_ambiguous)
		need->verdict = NEED_OK;
	else if (!is_needed)
		need->verdict = NEED_ABSENT;
	else
		need->verdict = has_types ? NEED_MISSING : NEED_UNKNOWN;
	return note(found, program, need);
}

/* For need_shape_find. */
struct shape_note {
	struct found *found;
	int program;
	const struct need *place;
};

static int note_shape(void *context, enum need_kind kind, const char *name, const char *detail)
{
	const struct shape_note *shape = context;
	struct need need = *shape->place;
	need.kind = (uint8_t)kind;
	need.verdict = NEED_DIFFERS;
	need.name = name;
	need.detail = detail;
	return note(shape->found, shape->program, &need);
}

/* A relocation that a program gets to, and what the program has of the builder's on the way. */
static int note_reached(struct found *found, int program, const struct need *place,
			const struct bpf_core_relo *relocation)
{
	struct shape_note shape = { found, program, place };
	struct need need = *place;
	int err = note_relocation(found, program, &need, relocation, true);
	return err ? err : need_shape_find(found->state, relocation, note_shape, &shape);
}

static int note_helper(struct found *found, int program, struct need *need, uint32_t number)
{
	const struct need_target *target = found->state->target;
	char *text = NULL;
	need->kind = NEED_HELPER;
	if (number < COUNT(helper_names) && helper_names[number]) {
		need->name = helper_names[number];
	} else {
		if (asprintf(&text, "number %u", number) < 0)
			return -ENOMEM;
		need->name = need_keep(found->state, text);
	}
	if (!need->name)
		return -ENOMEM;
	need->verdict =
		verdict_of[has_helper(target->types(target->context, 0), number, target->release)];
	return note(found, program, need);
}

/*
 * What the tool puts in a helper's place: an old one of the same arguments (feature.def, PROBE_READ), the real one for
 * that of layout.h.
 */
static uint32_t used_helper(const struct need_target *target, uint32_t number)
{
	if (number == ABI_HELPER_VISIT)
		return BPF_FUNC_for_each_map_elem;
	bool is_kernel = number == BPF_FUNC_probe_read_kernel || number == BPF_FUNC_probe_read_user;
	bool is_string =
		number == BPF_FUNC_probe_read_kernel_str || number == BPF_FUNC_probe_read_user_str;
	if ((!is_kernel && !is_string) ||
	    target->has(target->context, FEATURE_PROBE_READ) != NEED_NO)
		return number;
	return is_kernel ? BPF_FUNC_probe_read : BPF_FUNC_probe_read_str;
}

/* Without cookies a number stands in the place of the call. */
static bool is_replaced(const struct need_target *target, uint32_t number)
{
	return number == BPF_FUNC_get_attach_cookie &&
	       target->has(target->context, FEATURE_COOKIE) == NEED_NO;
}

static int note_call(struct found *found, int program, struct need *need,
		     const struct bpf_insn *code, const struct need_note *symbol)
{
	const struct need_target *target = found->state->target;
	if (code->code != (BPF_JMP | BPF_CALL))
		return 0;
	if (symbol->external) {
		need->kind = NEED_KFUNC;
		need->name = symbol->external;
		need->verdict = verdict_of[need_match_function(found->state, symbol->external)];
		return note(found, program, need);
	}
	if (code->src_reg || is_replaced(target, (uint32_t)code->imm))
		return 0;
	return note_helper(found, program, need, used_helper(target, (uint32_t)code->imm));
}

/* What stands in library functions is told at the line of the probe that calls them. */
static struct need place(const struct found *found, const struct need_entry *entry,
			 uint32_t section, uint32_t at)
{
	struct need need = { 0 };
	need.file = need_object_place(found->state, section, at, &need.line);
	if (section != entry->section || !need.file)
		need.file = need_object_place(found->state, entry->section, entry->at, &need.line);
	if (!need.file)
		need.line = 0;
	return need;
}

static int note_code(struct found *found, int program, const struct need_entry *entry,
		     uint32_t section, const uint8_t *reached)
{
	const struct need_section *code = &found->state->sections[section];
	int err = 0;
	for (uint32_t i = 0; i < code->n && !err; i++) {
		const struct need_note *symbol = &code->notes[i];
		if (!reached[i])
			continue;
		struct need need = place(found, entry, section, i);
		if (symbol->relocation)
			err = note_reached(found, program, &need, symbol->relocation);
		else
			err = note_call(found, program, &need, &code->instructions[i], symbol);
	}
	return err;
}

static int note_program_type(struct found *found, int program, const struct need_entry *entry)
{
	const struct need_target *target = found->state->target;
	const char *section = found->state->sections[entry->section].name;
	size_t length = strcspn(section, "/.");
	for (size_t i = 0; i < COUNT(program_types); i++) {
		if (strncmp(program_types[i].section, section, length) != 0 ||
		    program_types[i].section[length])
			continue;
		struct need need = place(found, entry, entry->section, entry->at);
		enum need_answer answer = need_match_value(target->types(target->context, 0),
							   "bpf_prog_type", program_types[i].value);
		if (answer == NEED_PERHAPS)
			answer = since(program_types[i].since, target->release);
		need.kind = NEED_PROGRAM;
		need.name = program_types[i].word;
		need.verdict = verdict_of[answer];
		return note(found, program, &need);
	}
	return 0;
}

static uint8_t **bits_new(const struct need_state *state)
{
	uint8_t **bits = calloc(state->n_sections + 1, sizeof(*bits));
	bool is_whole = bits;
	for (uint32_t i = 0; is_whole && i < state->n_sections; i++) {
		bits[i] = calloc(state->sections[i].n + 1, 1);
		is_whole = bits[i];
	}
	return bits;
}

static void bits_free(const struct need_state *state, uint8_t **bits)
{
	for (uint32_t i = 0; bits && i < state->n_sections; i++)
		free(bits[i]);
	free(bits);
}

static int judge_program(struct found *found, int program, uint8_t **ever)
{
	struct need_state *state = found->state;
	const struct need_entry *entry = &state->entries[program];
	uint8_t **reached = bits_new(state);
	int err = reached && (!state->n_sections || reached[state->n_sections - 1]) ? 0 : -ENOMEM;
	if (!err)
		err = note_program_type(found, program, entry);
	if (!err)
		err = need_path_walk(state, entry, reached);
	for (uint32_t i = 0; i < state->n_sections && !err; i++) {
		err = note_code(found, program, entry, i, reached[i]);
		for (uint32_t k = 0; k < state->sections[i].n; k++)
			ever[i][k] |= reached[i][k];
	}
	bits_free(state, reached);
	return err;
}

static int note_external(struct found *found, struct need *need, const char *name)
{
	enum need_answer answer = need_match_function(found->state, name);
	need->kind = NEED_KFUNC;
	need->name = name;
	need->verdict = answer == NEED_NO ? NEED_ABSENT : verdict_of[answer];
	return note(found, -1, need);
}

/* What no program gets to here: its lines tell what the script does without. */
static int note_rest(struct found *found, uint8_t **ever)
{
	struct need_state *state = found->state;
	int err = 0;
	for (uint32_t i = 0; i < state->n_sections; i++) {
		for (uint32_t k = 0; k < state->sections[i].n && !err; k++) {
			const struct need_note *symbol = &state->sections[i].notes[k];
			struct need need = { 0 };
			if (ever[i][k] || (!symbol->relocation && !symbol->external))
				continue;
			need.file = need_object_place(state, i, k, &need.line);
			need.line = need.file ? need.line : 0;
			err = symbol->relocation
				      ? note_relocation(found, -1, &need, symbol->relocation, false)
				      : note_external(found, &need, symbol->external);
		}
	}
	return err;
}

/* --- maps --- */

static const struct btf_type *map_type_at(const struct btf *types, const struct btf_type *datasec,
					  uint32_t i, const char **name)
{
	const struct btf_type *variable = btf__type_by_id(types, btf_var_secinfos(datasec)[i].type);
	*name = btf__name_by_offset(types, variable->name_off);
	int id = btf__resolve_type(types, variable->type);
	return id < 0 ? NULL : btf__type_by_id(types, (uint32_t)id);
}

/* A member `int (*type)[N]` says that the map is of type N. */
static uint32_t map_number(const struct btf *types, const struct btf_type *map)
{
	for (uint32_t i = 0; map && btf_is_struct(map) && i < btf_vlen(map); i++) {
		const struct btf_member *member = &btf_members(map)[i];
		const char *name = btf__name_by_offset(types, member->name_off);
		const struct btf_type *pointer = btf__type_by_id(types, member->type);
		if (!name || strcmp(name, "type") != 0 || !btf_is_ptr(pointer))
			continue;
		const struct btf_type *array = btf__type_by_id(types, pointer->type);
		return btf_is_array(array) ? btf_array(array)->nelems : 0;
	}
	return 0;
}

/* Buffers of events are made as perf buffers where there is no ring buffer (feature.def, RINGBUF). */
static uint32_t used_map(const struct need_target *target, uint32_t number)
{
	bool is_ring = number == BPF_MAP_TYPE_RINGBUF;
	return is_ring && target->has(target->context, FEATURE_RINGBUF) == NEED_NO
		       ? BPF_MAP_TYPE_PERF_EVENT_ARRAY
		       : number;
}

static int note_map(struct found *found, uint32_t number)
{
	const struct need_target *target = found->state->target;
	struct need need = { .kind = NEED_MAP };
	number = used_map(target, number);
	enum need_answer answer =
		need_match_value(target->types(target->context, 0), "bpf_map_type", number);
	for (size_t i = 0; i < COUNT(map_types); i++) {
		if (map_types[i].value != number)
			continue;
		if (answer == NEED_PERHAPS)
			answer = since(map_types[i].since, target->release);
		need.name = map_types[i].word;
	}
	need.verdict = verdict_of[answer];
	int err = need.name ? 0 : -EINVAL;
	// All programs need all maps.
	for (size_t i = 0; i < found->needs->n_programs && !err; i++)
		err = note(found, (int)i, &need);
	return err;
}

static int judge_maps(struct found *found)
{
	const struct btf *types = found->state->types;
	int id = btf__find_by_name_kind(types, ".maps", BTF_KIND_DATASEC);
	const struct btf_type *datasec = id < 0 ? NULL : btf__type_by_id(types, (uint32_t)id);
	int err = 0;
	for (uint32_t i = 0; datasec && i < btf_vlen(datasec) && !err; i++) {
		const char *name;
		uint32_t number = map_number(types, map_type_at(types, datasec, i, &name));
		// Constants and what stands in for the ring buffer are made where they are needed.
		if (number)
			err = note_map(found, number);
	}
	return err;
}

/* --- all --- */

static int by_kind(const void *a, const void *b)
{
	const struct need *x = a, *y = b;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return strcmp(x->name, y->name);
}

/* Obstacles keep their needs. */
static int sort(struct needs *needs)
{
	struct need *before = malloc((needs->n + 1) * sizeof(*before));
	if (!before)
		return -ENOMEM;
	memcpy(before, needs->items, needs->n * sizeof(*before));
	if (needs->n)
		qsort(needs->items, needs->n, sizeof(*needs->items), by_kind);
	for (size_t i = 0; i < needs->n_programs; i++) {
		struct need_program *program = &needs->programs[i];
		const struct need *obstacle = &before[program->obstacle];
		for (size_t k = 0; program->is_refused && k < needs->n; k++)
			if (needs->items[k].kind == obstacle->kind &&
			    needs->items[k].name == obstacle->name)
				program->obstacle = (uint32_t)k;
	}
	free(before);
	return 0;
}

static int judge(struct found *found)
{
	struct needs *needs = found->needs;
	struct need_state *state = found->state;
	uint8_t **ever = bits_new(state);
	int err = ever && (!state->n_sections || ever[state->n_sections - 1]) ? 0 : -ENOMEM;
	needs->programs = calloc(state->n_entries + 1, sizeof(*needs->programs));
	if (!needs->programs)
		err = -ENOMEM;
	for (uint32_t i = 0; i < state->n_entries && !err; i++) {
		needs->programs[i].name = state->entries[i].name;
		needs->n_programs++;
		err = judge_program(found, (int)i, ever);
	}
	if (!err)
		err = judge_maps(found);
	if (!err)
		err = note_rest(found, ever);
	if (!err)
		err = sort(needs);
	bits_free(state, ever);
	return err;
}

/* The object's bytes, at an address that the structs in them may be read at. */
static int copy_object(struct need_state *state, const void *object, size_t size, uint8_t **bytes)
{
	*bytes = malloc(size + 1);
	if (!*bytes)
		return -ENOMEM;
	memcpy(*bytes, object, size);
	if (need_keep(state, (char *)*bytes))
		return 0;
	return -ENOMEM;
}

int needs_find(struct needs *needs, const void *object, size_t size,
	       const struct need_target *target)
{
	struct found found = { .needs = needs };
	uint8_t *bytes;
	*needs = (struct needs){ .state = calloc(1, sizeof(*needs->state)) };
	if (!needs->state)
		return -ENOMEM;
	found.state = needs->state;
	needs->state->target = target;
	int err = copy_object(needs->state, object, size, &bytes);
	if (!err)
		err = need_object_read(needs->state, bytes, size);
	if (!err)
		err = judge(&found);
	if (err)
		needs_release(needs);
	return err;
}

void needs_release(struct needs *needs)
{
	struct need_state *state = needs->state;
	free(needs->items);
	free(needs->programs);
	if (state) {
		need_match_release(state);
		free(state->shapes);
		need_object_release(state);
		for (uint32_t i = 0; i < state->n_texts; i++)
			free(state->texts[i]);
		free(state->texts);
		free(state);
	}
	*needs = (struct needs){ 0 };
}

const struct need_program *needs_program(const struct needs *needs, const char *name)
{
	for (size_t i = 0; i < needs->n_programs; i++)
		if (!strcmp(needs->programs[i].name, name))
			return &needs->programs[i];
	return NULL;
}

/* --- features --- */

enum probing { PROBE_MAP, PROBE_HELPER, PROBE_RELEASE, PROBE_TRIED };

static const struct {
	const char *since;
	enum probing probing;
	uint32_t argument;
} features[N_ABI_FEATURES] = {
#define FEATURE(id, word, since, probe, argument, help) \
	[FEATURE_##id] = { since, PROBE_##probe, argument },
#include "feature.def"
};

enum need_answer need_feature_since(enum abi_feature feature, unsigned release)
{
	char *rest;
	unsigned long major = strtoul(features[feature].since, &rest, 10);
	unsigned long minor = strtoul(rest + (*rest == '.'), NULL, 10);
	return since((unsigned)(major << 8 | minor), release);
}

enum need_answer need_feature_of(const struct btf *types, enum abi_feature feature,
				 unsigned release)
{
	enum need_answer answer = NEED_PERHAPS;
	if (features[feature].probing == PROBE_MAP)
		answer = need_match_value(types, "bpf_map_type", features[feature].argument);
	else if (features[feature].probing == PROBE_HELPER)
		answer = need_match_value(types, "bpf_func_id", features[feature].argument);
	return answer == NEED_PERHAPS ? need_feature_since(feature, release) : answer;
}

unsigned need_release_of(const struct btf *types)
{
	unsigned release = 0;
	for (size_t i = 0; i < COUNT(helpers); i++)
		if (need_match_value(types, "bpf_func_id", helpers[i].last) == NEED_YES)
			release = helpers[i].release;
	return release;
}
