#include "kernel/declaration.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "kernel/btf_sound.h"
#include "kernel/target.h"

#define INDENT "    "

/* libbpf's printer of one BTF. */
struct printer {
	struct btf_dump *dump;
	struct strbuf *out; /* where it writes at present */
};

struct declarations {
	struct kernel *kernel;
	VEC(struct printer *) printers; /* by the place of the BTF; NULL until needed */
};

/* A type in one of the target's BTFs. */
struct found {
	size_t place;
	const struct btf *btf;
	uint32_t id; /* 0 if there is none */
};

struct declarations *declarations_new(struct kernel *kernel)
{
	struct declarations *d = arena_new_of(kernel->arena, struct declarations);

	d->kernel = kernel;
	vec_init(&d->printers, kernel->arena);
	return d;
}

void declarations_free(struct declarations *d)
{
	if (d == NULL)
		return;
	vec_foreach(struct printer *, printer, &d->printers) {
		if (*printer != NULL)
			btf_dump__free((*printer)->dump);
	}
	d->printers.count = 0;
}

__attribute__((format(printf, 2, 0))) static void print(void *data, const char *format,
							va_list args)
{
	struct printer *printer = data;

	strbuf_vprintf(printer->out, format, args);
}

static bool are_sound(struct declarations *d, size_t place)
{
	struct ctype_set *types;

	return kernel_types_at(d->kernel, place, &types) &&
	       btf_is_sound(d->kernel->arena, ctype_set_btf(types), ctype_set_first_id(types));
}

/* NULL if the BTF is damaged. */
static struct printer *get_printer(struct declarations *d, const struct found *found)
{
	struct printer *printer;

	while (d->printers.count <= found->place)
		vec_push(&d->printers, NULL);
	printer = d->printers.items[found->place];
	if (printer == NULL) {
		printer = arena_new_of(d->kernel->arena, struct printer);
		if (are_sound(d, found->place))
			printer->dump = btf_dump__new(found->btf, print, printer, NULL);
		d->printers.items[found->place] = printer;
	}
	return printer->dump != NULL ? printer : NULL;
}

/*
 * libbpf's spelling of type tags, behind begin: the kernel's own is __user, __rcu, __percpu. A tag may
 * also be an attribute as it stands, "address_space(1)"; Linux 6.18 has some.
 */
static void shorten_tags(struct strbuf *out, size_t begin)
{
	static const char open[] = "__attribute__((btf_type_tag(\"", close[] = "\")))";
	const char *from = strbuf_text(out) + begin;

	if (strstr(from, open) == NULL)
		return;
	from = arena_strdup(out->arena, from);
	out->size = begin;
	while (*from != '\0') {
		const char *tag = strstr(from, open);
		const char *end = tag != NULL ? strstr(tag, close) : NULL;

		if (end == NULL)
			break;
		strbuf_write(out, from, (size_t)(tag - from));
		tag += strlen(open);
		strbuf_printf(out,
			      memchr(tag, '(', (size_t)(end - tag)) != NULL
				      ? "__attribute__((%.*s))"
				      : "__%.*s",
			      (int)(end - tag), tag);
		from = end + strlen(close);
	}
	strbuf_puts(out, from);
}

/* "const char *name" */
static void put_declarator(struct declarations *d, const struct found *found, uint32_t id,
			   const char *name, int level, struct strbuf *out)
{
	struct printer *printer = get_printer(d, found);
	size_t begin = out->size;
	LIBBPF_OPTS(btf_dump_emit_type_decl_opts, options, .field_name = name,
		    .indent_level = level);

	if (id == 0) {
		strbuf_printf(out, "void%s%s", name[0] != '\0' ? " " : "", name);
		return;
	}
	if (printer == NULL) {
		strbuf_printf(out, "? %s", name);
		return;
	}
	printer->out = out;
	btf_dump__emit_type_decl(printer->dump, id, &options);
	shorten_tags(out, begin);
}

static struct found find(struct declarations *d, uint32_t kind, const char *module,
			 const char *name)
{
	struct found found = { 0 };
	struct ctype_set *types;

	for (size_t i = 0; found.id == 0 && kernel_types_at(d->kernel, i, &types); i++) {
		if (types == NULL ||
		    (module != NULL && strcmp(kernel_name_at(d->kernel, i), module) != 0))
			continue;
		found.place = i;
		found.btf = ctype_set_btf(types);
		found.id = btf_index_find(ctype_set_index(types), kind, name);
	}
	return found;
}

/* The prototype of "function" or "module:function". */
static struct found find_prototype(struct declarations *d, const char *name)
{
	const char *colon = strchr(name, ':');
	const char *module = NULL;
	struct found found;

	if (colon != NULL)
		module = arena_strndup(d->kernel->arena, name, (size_t)(colon - name));
	found = find(d, BTF_KIND_FUNC, module, colon != NULL ? colon + 1 : name);
	if (found.id != 0)
		found.id = btf__type_by_id(found.btf, found.id)->type;
	return found;
}

static void put_parameters(struct declarations *d, const struct found *found, uint32_t first,
			   struct strbuf *out)
{
	const struct btf_type *type = btf__type_by_id(found->btf, found->id);

	for (uint32_t i = first; i < btf_vlen(type); i++) {
		const struct btf_param *param = &btf_params(type)[i];

		strbuf_puts(out, INDENT);
		if (param->type == 0)
			strbuf_puts(out, "...");
		else
			put_declarator(d, found, param->type,
				       btf_type_name(found->btf, param->name_off), 1, out);
		strbuf_putc(out, '\n');
	}
}

static bool is_prototype(const struct found *found)
{
	const struct btf_type *type =
		found->id != 0 ? btf__type_by_id(found->btf, found->id) : NULL;

	return type != NULL && btf_is_func_proto(type);
}

bool declare_parameters(struct declarations *d, const char *name, struct strbuf *out)
{
	struct found found = find_prototype(d, name);

	if (!is_prototype(&found))
		return false;
	put_parameters(d, &found, 0, out);
	return true;
}

bool declare_result(struct declarations *d, const char *name, struct strbuf *out)
{
	struct found found = find_prototype(d, name);
	uint32_t result;

	if (!is_prototype(&found))
		return false;
	result = btf__type_by_id(found.btf, found.id)->type;
	strbuf_puts(out, INDENT);
	put_declarator(d, &found, result, result != 0 ? "retval" : "", 1, out);
	strbuf_putc(out, '\n');
	return true;
}

bool declare_raw_tracepoint(struct declarations *d, const char *name, struct strbuf *out)
{
	const struct ctype *type = kernel_find_raw_tracepoint(d->kernel, name);
	struct found found = find(d, BTF_KIND_TYPEDEF, NULL,
				  arena_printf(d->kernel->arena, "btf_trace_%s", name));

	/* The prototype that names the parameters is of the same BTF. */
	found.id = type != NULL && found.id != 0 ? type->id : 0;
	if (!is_prototype(&found))
		return false;
	put_parameters(d, &found, 1, out);
	return true;
}

/* A format's text says how an array is spelt: "char[16]". */
static void put_field(const struct tracepoint_field *field, struct strbuf *out)
{
	const char *bracket = field->c_type != NULL ? strchr(field->c_type, '[') : NULL;
	const char *blank;

	if (field->c_type == NULL) {
		strbuf_printf(out, INDENT "%s%u %s\n", field->is_signed ? "s" : "u",
			      8 * field->size, field->name);
		return;
	}
	blank = field->c_type[0] != '\0' && field->c_type[strlen(field->c_type) - 1] == '*' ? ""
											    : " ";
	if (bracket != NULL)
		strbuf_printf(out, INDENT "%.*s %s%s\n", (int)(bracket - field->c_type),
			      field->c_type, field->name, bracket);
	else
		strbuf_printf(out, INDENT "%s%s%s\n", field->c_type, blank, field->name);
}

bool declare_tracepoint(struct declarations *d, const char *name, struct strbuf *out)
{
	const char *colon = strchr(name, ':');
	const struct tracepoint *event = NULL;

	if (colon != NULL)
		event = kernel_find_tracepoint(
			d->kernel, arena_strndup(d->kernel->arena, name, (size_t)(colon - name)),
			colon + 1);
	for (size_t i = 0; event != NULL && i < event->n_fields; i++)
		put_field(&event->fields[i], out);
	return event != NULL;
}

static void put_members(struct declarations *d, const struct found *found, const char *indent,
			const char *end, struct strbuf *out)
{
	const struct btf_type *type = btf__type_by_id(found->btf, found->id);

	for (uint32_t i = 0; i < btf_vlen(type); i++) {
		const struct btf_member *member = &btf_members(type)[i];
		uint32_t bits = btf_member_bitfield_size(type, i);

		strbuf_puts(out, indent);
		put_declarator(d, found, member->type, btf_type_name(found->btf, member->name_off),
			       1, out);
		if (bits != 0)
			strbuf_printf(out, ": %u", bits);
		strbuf_puts(out, end);
	}
}

static bool is_composite(const struct found *found)
{
	const struct btf_type *type = btf__type_by_id(found->btf, found->id);

	return type != NULL && btf_is_composite(type);
}

bool declare_iterator(struct declarations *d, const char *name, struct strbuf *out)
{
	struct found found = find(d, BTF_KIND_STRUCT, NULL,
				  arena_printf(d->kernel->arena, "bpf_iter__%s", name));
	const struct btf_type *type;

	if (found.id == 0)
		return false;
	/* Each is a pointer in a union that gives it 64 bits. */
	type = btf__type_by_id(found.btf, found.id);
	for (uint32_t i = 0; i < btf_vlen(type); i++) {
		struct found inner = found;

		inner.id = btf_members(type)[i].type;
		if (btf_members(type)[i].name_off == 0 && is_composite(&inner))
			put_members(d, &inner, INDENT, "\n", out);
	}
	return true;
}

static void put_enumerators(const struct found *found, struct strbuf *out)
{
	const struct btf_type *type = btf__type_by_id(found->btf, found->id);
	bool is_signed = btf_kflag(type);

	for (uint32_t i = 0; i < btf_vlen(type); i++) {
		bool is_long = btf_is_enum64(type);
		uint64_t value = is_long ? btf_enum64_value(&btf_enum64(type)[i])
					 : (uint32_t)btf_enum(type)[i].val;
		uint32_t name = is_long ? btf_enum64(type)[i].name_off : btf_enum(type)[i].name_off;

		strbuf_printf(out, "\t%s = ", btf_type_name(found->btf, name));
		if (!is_long && (is_signed || (int32_t)value < 0))
			strbuf_printf(out, "%" PRId32 ",\n", (int32_t)value);
		else
			strbuf_printf(out, "%" PRIu64 ",\n", value);
	}
}

bool declare_type(struct declarations *d, enum ctype_kind kind, const char *name,
		  struct strbuf *out)
{
	bool is_enum = kind == CTYPE_ENUM;
	const char *word = is_enum ? "enum" : "struct";
	uint32_t btf_kind = is_enum ? BTF_KIND_ENUM : BTF_KIND_STRUCT;
	struct found found;

	if (kind == CTYPE_UNION) {
		word = "union";
		btf_kind = BTF_KIND_UNION;
	}
	found = find(d, btf_kind, NULL, name);
	if (found.id == 0)
		return false;
	strbuf_printf(out, "%s %s {\n", word, name);
	if (is_enum)
		put_enumerators(&found, out);
	else
		put_members(d, &found, "\t", ";\n", out);
	strbuf_printf(out, "}; /* %u bytes */\n", btf__type_by_id(found.btf, found.id)->size);
	return true;
}

bool declare_typedef(struct declarations *d, const char *name, struct strbuf *out)
{
	struct found found = find(d, BTF_KIND_TYPEDEF, NULL, name);

	if (found.id == 0)
		return false;
	strbuf_puts(out, "typedef ");
	put_declarator(d, &found, btf__type_by_id(found.btf, found.id)->type, name, 0, out);
	strbuf_puts(out, ";\n");
	return true;
}
