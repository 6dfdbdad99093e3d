/*
 * Plans made by hand, for the tests of what prints them. The newest program and
 * the block at work are in the builder; functions add to them.
 */
#ifndef TESTS_UNIT_PLAN_FIXTURE_H
#define TESTS_UNIT_PLAN_FIXTURE_H

#include <string.h>

#include "base/arena.h"
#include "plan/build.h"

struct builder {
	struct arena *arena;
	struct plan *plan;
	struct plan_program *program;
	plan_block *block;
	uint32_t line;
};

static const struct abi_settings fixture_settings = { .print_maps_on_exit = true,
						      .max_probes = 1024,
						      .str_trunc_trailer = ".." };

static inline struct builder builder_new(struct arena *arena)
{
	struct builder b = { .arena = arena, .line = 1 };
	struct plan *plan = arena_new_of(arena, struct plan);
	plan->stack_limit = 512;

	plan->arena = arena;
	plan->script_path = "test.bt";
	plan->tool = (struct abi_tool){ .abi_version = ABI_VERSION,
					.name = "test",
					.script_name = "test.bt",
					.source = "begin { }\n",
					.source_size = 10,
					.source_sha256 = "00",
					.source_sha1 = "01",
					.description = "",
					.compiler_version = "0",
					.license = "GPL",
					.settings = &fixture_settings };
	vec_init(&plan->programs, arena);
	vec_init(&plan->probes, arena);
	vec_init(&plan->maps, arena);
	vec_init(&plan->events, arena);
	vec_init(&plan->failures, arena);
	vec_init(&plan->patches, arena);
	vec_init(&plan->params, arena);
	vec_init(&plan->user_symbols, arena);
	vec_init(&plan->constants, arena);
	vec_init(&plan->ctypes, arena);
	b.plan = plan;
	return b;
}

static inline struct plan_program *add_program(struct builder *b, const char *name,
					       enum abi_probe_kind kind, const char *section)
{
	struct plan_program *program = arena_new_of(b->arena, struct plan_program);

	program->name = name;
	program->kind = kind;
	program->section = section;
	program->title = section;
	program->line = b->line;
	vec_init(&program->slots, b->arena);
	vec_init(&program->temps, b->arena);
	vec_init(&program->body, b->arena);
	vec_push(&b->plan->programs, program);
	b->program = program;
	b->block = &program->body;
	return program;
}

static inline struct plan_statement *add(struct builder *b, enum plan_statement_kind kind)
{
	struct plan_statement *s = plan_statement_new(b->arena, kind, b->line);

	vec_push(b->block, s);
	return s;
}

static inline int scalar(struct builder *b, const char *name, struct plan_scalar type)
{
	struct plan_temp temp = { .name = name, .scalar = type };

	vec_push(&b->program->temps, temp);
	return (int)b->program->temps.count - 1;
}

static inline struct plan_place bytes(struct builder *b, const char *name, uint32_t size)
{
	struct plan_temp temp = { .name = name, .is_bytes = true, .size = size, .align = 8 };
	struct plan_place place = { .kind = PLACE_TEMP, .size = size };

	vec_push(&b->program->temps, temp);
	place.temp = (int)b->program->temps.count - 1;
	return place;
}

static inline const struct plan_expr *number(struct builder *b, struct plan_scalar type,
					     uint64_t value)
{
	return plan_const(b->arena, type, value);
}

static inline const struct plan_expr *value_of(struct builder *b, int temp)
{
	return plan_temp_value(b->arena, b->program, temp);
}

static inline void set(struct builder *b, int temp, const struct plan_expr *expr)
{
	struct plan_statement *s = add(b, PLAN_SET);

	s->temp = temp;
	s->expr = expr;
}

static inline void store(struct builder *b, struct plan_place place, const struct plan_expr *expr)
{
	struct plan_statement *s = add(b, PLAN_STORE);

	s->place = place;
	s->expr = expr;
}

static inline void zero(struct builder *b, struct plan_place place)
{
	add(b, PLAN_ZERO)->place = place;
}

static inline void copy(struct builder *b, struct plan_place to, struct plan_place from)
{
	struct plan_statement *s = add(b, PLAN_COPY);

	s->place = to;
	s->source = from;
}

static inline void literal(struct builder *b, struct plan_place to, const char *text)
{
	struct plan_statement *s = add(b, PLAN_LITERAL);

	s->place = to;
	s->text = text;
	s->text_size = strlen(text);
}

static inline struct plan_statement *call(struct builder *b, enum plan_library function, int temp)
{
	struct plan_statement *s = add(b, PLAN_CALL);

	s->library = function;
	s->temp = temp;
	return s;
}

static inline void pass(struct plan_statement *s, const struct plan_expr *expr)
{
	vec_push(&s->args, ((struct plan_arg){ .kind = PLAN_ARG_EXPR, .expr = expr }));
}

static inline void pass_place(struct plan_statement *s, struct plan_place place)
{
	vec_push(&s->args, ((struct plan_arg){ .kind = PLAN_ARG_PLACE, .place = place }));
}

static inline void pass_kind(struct plan_statement *s, enum plan_arg_kind kind)
{
	vec_push(&s->args, ((struct plan_arg){ .kind = kind }));
}

/* A type of the kind; size and align for the simple ones. */
static inline struct abi_type *type_of(struct builder *b, enum abi_value_kind kind, uint32_t size)
{
	struct abi_type *type = arena_new_of(b->arena, struct abi_type);

	type->kind = kind;
	type->size = size;
	type->align = size > 8 ? 8 : size;
	if (kind == ABI_VALUE_STRING)
		type->align = 1;
	return type;
}

/* A map with the key's size (0: scalar) and a value of the kind; bpf_type by its shape. */
static inline int add_map(struct builder *b, const char *name, uint32_t key_size,
			  struct abi_type *value, bool is_array)
{
	static const char *const types[2][2] = {
		{ "BPF_MAP_TYPE_HASH", "BPF_MAP_TYPE_ARRAY" },
		{ "BPF_MAP_TYPE_PERCPU_HASH", "BPF_MAP_TYPE_PERCPU_ARRAY" },
	};
	struct plan_map map = { 0 };
	bool is_buckets = value->kind == ABI_VALUE_HIST || value->kind == ABI_VALUE_LHIST;

	map.abi.name = arena_printf(b->arena, "@%s", name);
	map.abi.object_name = arena_printf(b->arena, "m_%s", name);
	map.abi.value = value;
	map.abi.is_array = is_array;
	map.abi.is_percpu = value->kind >= ABI_VALUE_COUNT;
	map.abi.value_size = value->size;
	map.abi.max_entries = is_array && !is_buckets ? 1 : 4096;
	map.abi.line = b->line;
	if (key_size)
		map.abi.key = type_of(b, ABI_VALUE_BUFFER, key_size);
	map.abi.key_size = key_size;
	if (is_buckets)
		map.abi.key_size = (key_size + 7) / 8 * 8 + 8;
	else if (!key_size)
		map.abi.key_size = 8;
	if (is_array)
		map.abi.key_size = 4;
	if (is_array && !map.abi.is_percpu)
		map.abi.value_size = sizeof(struct abi_aggregate);
	map.bpf_type = types[map.abi.is_percpu][is_array];
	vec_push(&b->plan->maps, map);
	return (int)b->plan->maps.count - 1;
}

static inline struct plan_statement *on_map(struct builder *b, enum plan_statement_kind kind,
					    int map, struct plan_place key)
{
	struct plan_statement *s = add(b, kind);

	s->map = map;
	s->key = key;
	return s;
}

static inline struct plan_place no_key(void)
{
	return (struct plan_place){ .temp = -1 };
}

static inline struct plan_place part(struct plan_place place, uint32_t offset, uint32_t size)
{
	return plan_part(place, offset, size);
}

/* An event without arguments yet, and its statement. */
/* Index of a failed helper in plan.failures. */
static inline int add_failure(struct builder *b, const char *helper)
{
	struct abi_event event = { .kind = ABI_EVENT_RUNTIME_ERROR,
				   .fixed_size = sizeof(struct abi_record) + 4,
				   .helper = helper,
				   .map = -1 };

	vec_push(&b->plan->failures, event);
	return (int)b->plan->failures.count - 1;
}

static inline struct plan_statement *add_event(struct builder *b, enum abi_event_kind kind)
{
	struct abi_event event = { .kind = kind,
				   .fixed_size = sizeof(struct abi_record),
				   .map = -1,
				   .line = b->line,
				   .column = 1,
				   .end_column = 2 };
	struct plan_statement *s = add(b, PLAN_EVENT);

	event.args = arena_alloc(b->arena, 128 * sizeof(*event.args));
	vec_push(&b->plan->events, event);
	s->event = (int)b->plan->events.count - 1;
	return s;
}

static inline void event_arg(struct builder *b, struct plan_statement *s,
			     const struct abi_type *type, struct plan_event_arg arg)
{
	struct abi_event *event = &b->plan->events.items[s->event];
	struct abi_arg *abi = (struct abi_arg *)event->args + event->n_args++;
	bool is_packed = arg.kind != PLAN_EVENT_SCALAR && arg.kind != PLAN_EVENT_BYTES;
	uint32_t align = is_packed ? 4 : type->align;

	abi->type = type;
	abi->is_packed = is_packed;
	abi->offset = (event->fixed_size + align - 1) / align * align;
	event->fixed_size = abi->offset + (is_packed ? sizeof(struct abi_packed) : type->size);
	vec_push(&s->event_args, arg);
}

/* Statements go into the block of a statement until leave gives back the one before. */
static inline plan_block *enter(struct builder *b, plan_block *block)
{
	plan_block *outer = b->block;

	b->block = block;
	return outer;
}

static inline void leave(struct builder *b, plan_block *outer)
{
	b->block = outer;
}

static inline struct plan_ctype *add_ctype(struct builder *b, const char *tag, const char *name,
					   bool is_relocatable)
{
	struct plan_ctype *type = arena_new_of(b->arena, struct plan_ctype);

	type->tag = tag;
	type->name = name;
	type->is_relocatable = is_relocatable;
	vec_init(&type->members, b->arena);
	vec_init(&type->enumerators, b->arena);
	vec_push(&b->plan->ctypes, type);
	return type;
}

static inline void add_member(struct plan_ctype *type, const char *before, const char *name,
			      const char *after, uint32_t offset)
{
	vec_push(&type->members,
		 ((struct plan_cmember){
			 .name = name, .before = before, .after = after, .offset = offset }));
}

static inline struct plan_statement *add_field(struct builder *b, enum plan_field_mode mode,
					       const struct plan_ctype *root, const char *path,
					       const struct plan_expr *base)
{
	struct plan_statement *s = add(b, PLAN_FIELD);

	s->field.mode = mode;
	s->field.root = root;
	s->field.path = path;
	s->field.base = base;
	s->field.offset_patch = -1;
	return s;
}

#endif
