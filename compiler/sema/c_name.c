/* Names that are C's: types, enumerators and macros of the script's own C, then the target's. */
#include <stdlib.h>
#include <string.h>

#include "front/ast_walk.h"
#include "front/parser.h"
#include "kernel/constant.h"
#include "kernel/member_alias.h"
#include "sema/pass.h"
#include "sema/user_type.h"

/* Macros in macros: one may contain itself, and texts may double at each level. */
#define MAX_DEPTH      64
#define MAX_EXPANSIONS 10000

/* Memory of the script's processes has no layout of the kernel. */
static bool is_user(const struct sema *s)
{
	return current_space(s) == SPACE_USER;
}

/* Types of the probed binary are nearer than the kernel's; those of the script are nearest. */
static bool asks_user(const struct sema *s, const struct ctype *found)
{
	return is_user(s) && (found == NULL || found->origin != CTYPE_SCRIPT);
}

static const struct ctype *or_else(const struct ctype *first, const struct ctype *second)
{
	return first != NULL ? first : second;
}

const struct ctype *find_c_tag(struct sema *s, enum ctype_kind kind, const char *name)
{
	const struct ctype *found =
		s->options->types == NULL
			? kernel_find_type(s->kernel, kind, name)
			: script_types_find(s->options->types, kind, name, is_user(s));

	if (asks_user(s, found))
		found = or_else(find_user_tag(s, kind, name), found);
	for (size_t i = 0; i < s->presumed.count && found == NULL; i++) {
		const struct ctype *presumed = s->presumed.items[i];

		if (presumed->kind == kind && strcmp(presumed->name, name) == 0)
			found = presumed;
	}
	return found;
}

const struct ctype *presume_c_tag(struct sema *s, enum ctype_kind kind, const char *name)
{
	const struct ctype *found = find_c_tag(s, kind, name);

	if (found != NULL)
		return found;
	found = ctype_presume(s->arena, kind, name);
	vec_push(&s->presumed, found);
	return found;
}

const struct ctype *find_c_typedef(struct sema *s, const char *name)
{
	const struct ctype *found =
		s->options->types == NULL
			? kernel_find_typedef(s->kernel, name)
			: script_types_find_typedef(s->options->types, name, is_user(s));

	return asks_user(s, found) ? or_else(find_user_typedef(s, name), found) : found;
}

static const struct script_constant *find_constant(const struct sema *s, const char *name)
{
	for (size_t i = 0; i < s->options->n_constants; i++) {
		if (s->options->constants[i].name == name)
			return &s->options->constants[i];
	}
	return NULL;
}

bool is_c_value(const struct sema *s, const char *name)
{
	const struct script_constant *constant = find_constant(s, name);
	uint64_t value;

	if (constant != NULL)
		return constant->is_number;
	return s->options->types != NULL &&
	       script_types_find_enumerator(s->options->types, name, &value) != NULL;
}

static enum c_name become_enumerator(struct sema *s, struct node *node, const struct ctype *type,
				     uint64_t value)
{
	node->ident.is_constant = true;
	node->ident.constant = value;
	node->type = type_enumerator(s->arena, type);
	return C_NAME_DONE;
}

static enum c_name become_number(struct node *node, uint64_t value, bool is_negative)
{
	node->kind = NODE_INT;
	memset(&node->integer, 0, sizeof(node->integer));
	node->integer.value = value;
	node->type = type_literal(value, is_negative);
	return C_NAME_DONE;
}

static void place(struct node **node, void *span)
{
	(*node)->span = *(const struct span *)span;
	switch ((*node)->kind) {
	case NODE_BINARY:
		(*node)->binary.op_span = (*node)->span;
		break;
	case NODE_FIELD:
		(*node)->field.name_span = (*node)->span;
		break;
	case NODE_CALL:
		(*node)->call.name_span = (*node)->span;
		break;
	default:
		break;
	}
	ast_each_child(*node, place, span);
}

/* All that is said of the expression is said of the macro's use. */
static enum c_name become_expression(struct sema *s, struct node *node,
				     const struct script_constant *constant)
{
	struct span span = node->span;
	struct node *copy;

	if (constant->expression == NULL) {
		diag_report(s->diag, span, DIAG_C_MACRO_TEXT, constant->name,
			    constant->text[0] != '\0' ? constant->text : "it is empty");
		return C_NAME_WRONG;
	}
	if (s->c_depth == MAX_DEPTH || ++s->n_c_expansions > MAX_EXPANSIONS) {
		diag_report(s->diag, span, DIAG_C_MACRO_ENDLESS, constant->name);
		return C_NAME_WRONG;
	}
	copy = ast_clone(s->arena, constant->expression);
	place(&copy, &span);
	*node = *copy;
	return C_NAME_EXPRESSION;
}

/* `#define A A` beside an enumerator A is common in headers: the enumerator knows its name. */
enum c_name expand_script_name(struct sema *s, struct node *node)
{
	const struct script_constant *constant = find_constant(s, node->ident.name);
	const struct ctype *type = NULL;
	uint64_t value = 0;

	if (s->options->types != NULL)
		type = script_types_find_enumerator(s->options->types, node->ident.name, &value);
	if (type != NULL && (constant == NULL || (constant->is_number && constant->value == value)))
		return become_enumerator(s, node, type, value);
	if (constant == NULL)
		return C_NAME_UNKNOWN;
	if (constant->is_number)
		return become_number(node, constant->value, constant->is_negative);
	return become_expression(s, node, constant);
}

static enum c_name become_text(struct sema *s, struct node *node, const char *text)
{
	struct script_constant made = { .name = node->ident.name, .text = text };

	made.expression = parse_expression_text(s->arena, s->interner, text);
	return become_expression(s, node, &made);
}

bool is_kconfig_name(const char *name)
{
	static const char prefix[] = "CONFIG_";
	size_t length = sizeof(prefix) - 1;

	if (strcmp(name, "LINUX_KERNEL_VERSION") == 0)
		return true;
	return strncmp(name, prefix, length) == 0 && name[length] != '\0' &&
	       name[strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				 "0123456789_")] == '\0';
}

static const struct ctype *find_enumerator(struct sema *s, const char *name, uint64_t *value)
{
	const struct ctype *type = kernel_find_enumerator(s->kernel, name, value);

	for (size_t i = 0; i < s->presumed_enumerators.count && type == NULL; i++) {
		if (strcmp(s->presumed_enumerators.items[i].name, name) == 0)
			type = s->presumed_enumerators.items[i].type;
	}
	return type;
}

void presume_enumerator(struct sema *s, const char *tag, const char *name)
{
	struct presumed_enumerator presumed = { .name = name };
	uint64_t value;

	if (find_enumerator(s, name, &value) != NULL)
		return;
	presumed.type = presume_c_tag(s, CTYPE_ENUM, tag);
	if (presumed.type->origin == CTYPE_KERNEL)
		vec_push(&s->presumed_enumerators, presumed);
}

/* Arguments on the stack, by the number of the word; a return address is before them on x86 (bpftrace before 0.22). */
static enum c_name become_stack_argument(struct sema *s, struct node *node)
{
	const char *digits = node->ident.name + strlen("sarg");
	unsigned before = strcmp(s->info->machine, "x86_64") == 0 ? 8 : 0;
	unsigned number = (unsigned)strtoul(digits, NULL, 10);

	return become_text(s, node,
			   arena_printf(s->arena, "(*(uint64 *)(reg(\"sp\") + %u))",
					before + 8 * number));
}

static bool is_stack_argument(const char *name)
{
	size_t n = strncmp(name, "sarg", 4) == 0 ? strspn(name + 4, "0123456789") : 0;

	return n > 0 && n <= 2 && name[4 + n] == '\0';
}

/* A text of our table asks the target, and comes before what only this kernel has; in itself it is that. */
enum c_name expand_c_name(struct sema *s, struct node *node)
{
	enum c_name result = expand_script_name(s, node);
	const char *name = node->ident.name;
	const struct kernel_constant *constant;
	const struct ctype *type;
	uint64_t value = 0;

	if (result != C_NAME_UNKNOWN)
		return result;
	constant = kernel_constant_find(s->info->machine, name);
	if (constant != NULL && constant->text != NULL && name != s->c_table_name)
		return become_text(s, node, constant->text);
	type = find_enumerator(s, name, &value);
	if (type != NULL)
		return become_enumerator(s, node, type, value);
	if (constant != NULL && constant->text == NULL)
		return become_number(node, (uint64_t)constant->value, constant->value < 0);
	if (is_kconfig_name(name))
		return become_text(s, node, arena_printf(s->arena, "kconfig(\"%s\")", name));
	return is_stack_argument(name) ? become_stack_argument(s, node) : C_NAME_UNKNOWN;
}

/* Makes object.a.b.c of a.b.c. */
static void put_object(struct node **path, struct node *object)
{
	while ((*path)->kind == NODE_FIELD)
		path = &(*path)->field.object;
	struct node *first = *path;
	const char *name = first->ident.name;
	struct span span = first->span;

	memset(first, 0, sizeof(*first));
	first->kind = NODE_FIELD;
	first->span = first->field.name_span = span;
	first->field.object = object;
	first->field.name = name;
}

/* A header may mean another struct than the one at hand: the first name has to be known there. */
static bool leads_on(const struct sema *s, const struct node *path, const struct ctype *in)
{
	if (path == NULL)
		return false;
	while (path->kind == NODE_FIELD)
		path = path->field.object;
	return path->kind == NODE_IDENT &&
	       (ctype_find_member(in, path->ident.name, NULL) != NULL ||
		find_constant(s, path->ident.name) != NULL ||
		(in->name != NULL && member_alias_find(in->name, path->ident.name) != NULL));
}

static struct node *member_path(struct sema *s, const char *name, const struct ctype *in)
{
	const struct script_constant *macro = find_constant(s, name);
	const struct member_alias *alias =
		in->name != NULL ? member_alias_find(in->name, name) : NULL;
	struct node *path = NULL;

	if (macro != NULL && leads_on(s, macro->expression, in))
		path = ast_clone(s->arena, macro->expression);
	else if (alias != NULL)
		path = parse_expression_text(s->arena, s->interner, alias->path);
	return leads_on(s, path, in) ? path : NULL;
}

bool expand_member_name(struct sema *s, struct node *node, const struct ctype *in)
{
	struct node *path = member_path(s, node->field.name, in);

	if (path == NULL || s->c_depth == MAX_DEPTH || s->n_c_expansions >= MAX_EXPANSIONS)
		return false;
	place(&path, &node->field.name_span);
	put_object(&path, node->field.object);
	s->n_c_expansions++;
	path->span = node->span;
	*node = *path;
	return true;
}

static void note_similar(struct sema *s, const char *name)
{
	size_t n_table, n = 0;
	const struct kernel_constant *table = kernel_constants(&n_table);
	const char **names =
		arena_alloc(s->arena, (n_table + s->options->n_constants) * sizeof(*names));

	for (size_t i = 0; i < s->options->n_constants; i++)
		names[n++] = s->options->constants[i].name;
	for (size_t i = 0; i < n_table; i++)
		names[n++] = table[i].name;
	diag_did_you_mean(s->diag, name, names, n);
}

void note_unknown_constant(struct sema *s, const char *name)
{
	size_t n = s->options->n_missing_headers;

	if (name[strcspn(name, "abcdefghijklmnopqrstuvwxyz")] != '\0')
		return;
	note_similar(s, name);
	if (n == 1)
		diag_note(s->diag, (struct span){ 0 },
			  "the kernel's <%s> is not on this machine; what it defines can be given "
			  "by '#define' or -D",
			  s->options->missing_headers[0]);
	else if (n > 1)
		diag_note(s->diag, (struct span){ 0 },
			  "%zu headers of the kernel are not on this machine; what they define can "
			  "be given by '#define' or -D",
			  n);
}
