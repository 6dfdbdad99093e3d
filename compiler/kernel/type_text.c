#include "kernel/type_text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Words of a C type that build an integer, counted. */
enum int_word {
	WORD_UNSIGNED,
	WORD_SIGNED,
	WORD_CHAR,
	WORD_SHORT,
	WORD_INT,
	WORD_LONG,
	N_INT_WORDS
};

static const char *const int_words[N_INT_WORDS] = {
	[WORD_UNSIGNED] = "unsigned", [WORD_SIGNED] = "signed", [WORD_CHAR] = "char",
	[WORD_SHORT] = "short",       [WORD_INT] = "int",       [WORD_LONG] = "long",
};

/* Words that change nothing here. Others that begin with two underscores may be types. */
static const char *const ignored_words[] = {
	"const",    "volatile", "restrict", "__restrict", "__user",   "__kernel", "__rcu",
	"__percpu", "__iomem",  "__force",  "__seg_gs",   "__seg_fs", "static",   "register",
};

/* A C type taken apart. */
struct parts {
	unsigned n_int_words[N_INT_WORDS];
	bool is_int;
	enum ctype_kind tag_kind; /* STRUCT, UNION or ENUM if written so, else VOID */
	const char *name;         /* of a tag or typedef; NULL if there is none */
	unsigned n_stars;
	bool is_array;
	uint64_t count; /* of the array, 0 if it is no plain number */
	bool is_strange;
};

static bool is_word_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static bool is_one_of(const char *word, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(word, words[i]) == 0)
			return true;
	}
	return false;
}

static void add_word(struct parts *parts, const char *word)
{
	if (is_one_of(word, ignored_words, sizeof(ignored_words) / sizeof(ignored_words[0])))
		return;
	for (size_t i = 0; i < N_INT_WORDS; i++) {
		if (strcmp(word, int_words[i]) == 0) {
			parts->n_int_words[i]++;
			parts->is_int = true;
			return;
		}
	}
	if (strcmp(word, "struct") == 0)
		parts->tag_kind = CTYPE_STRUCT;
	else if (strcmp(word, "union") == 0)
		parts->tag_kind = CTYPE_UNION;
	else if (strcmp(word, "enum") == 0)
		parts->tag_kind = CTYPE_ENUM;
	else if (parts->name == NULL)
		parts->name = word;
	else
		parts->is_strange = true;
}

/* Behind the bracket that closes the one at text. */
static const char *skip_brackets(const char *text, char open, char close)
{
	int depth = 0;

	while (*text != '\0') {
		depth += *text == open;
		depth -= *text == close;
		text++;
		if (depth == 0)
			break;
	}
	return text;
}

/* Dimensions multiply; one that is no plain number makes the count unknown. */
static void add_dimension(struct parts *parts, const char *text)
{
	char *end;
	unsigned long long n = strtoull(text + 1, &end, 0);
	bool is_plain = isdigit((unsigned char)text[1]) && *end == ']' && n <= UINT32_MAX;
	uint64_t count = is_plain ? n : 0;

	if (parts->is_array)
		count *= parts->count <= UINT32_MAX ? parts->count : 0;
	parts->count = count;
	parts->is_array = true;
}

static struct parts take_apart(struct kernel *kernel, const char *text)
{
	struct parts parts = { .tag_kind = CTYPE_VOID };

	while (*text != '\0') {
		size_t size = 0;

		while (is_word_char(text[size]))
			size++;
		if (size > 0) {
			const char *word = intern_n(kernel->interner, text, size);

			text += size;
			if (strcmp(word, "__attribute__") == 0)
				text = skip_brackets(text + strspn(text, " "), '(', ')');
			else
				add_word(&parts, word);
		} else if (*text == '[') {
			add_dimension(&parts, text);
			text = skip_brackets(text, '[', ']');
		} else if (*text == '(') {
			/* A pointer to a function. */
			parts.n_stars = 1;
			parts.is_strange = true;
			break;
		} else {
			parts.n_stars += *text == '*';
			text++;
		}
	}
	return parts;
}

/* Whether char is signed is the target's choice: unsigned since Linux 6.2. */
static struct ctype_node *find_char(struct kernel *kernel)
{
	struct ctype_set *types = kernel_types(kernel);
	const struct ctype *type = types != NULL ? ctype_set_find_typedef(types, "char") : NULL;

	return type != NULL ? ctype_node_of(type) : ctype_make_char(kernel_maker(kernel));
}

static struct ctype_node *make_c_int(struct kernel *kernel, const struct parts *parts)
{
	struct ctype_maker *maker = kernel_maker(kernel);
	const unsigned *n = parts->n_int_words;
	unsigned size = 4;

	if (n[WORD_CHAR] > 0 && n[WORD_SIGNED] + n[WORD_UNSIGNED] == 0)
		return find_char(kernel);
	if (n[WORD_CHAR] > 0)
		size = 1;
	else if (n[WORD_SHORT] > 0)
		size = 2;
	else if (n[WORD_LONG] > 0)
		size = n[WORD_LONG] > 1 ? 8 : maker->pointer_size;
	return ctype_make_int(maker, size, n[WORD_UNSIGNED] == 0);
}

/* The type without its stars and dimensions; NULL if the target does not know it. */
static struct ctype_node *find_base(struct kernel *kernel, const struct parts *parts)
{
	const struct ctype *type = NULL;

	if (parts->is_strange)
		return NULL;
	if (parts->is_int && parts->name == NULL)
		return make_c_int(kernel, parts);
	if (parts->name == NULL || parts->is_int)
		return NULL;
	if (parts->tag_kind != CTYPE_VOID)
		type = kernel_find_type(kernel, parts->tag_kind, parts->name);
	else if (strcmp(parts->name, "void") == 0)
		return ctype_make_void(kernel_maker(kernel));
	else if (strcmp(parts->name, "bool") == 0 || strcmp(parts->name, "_Bool") == 0)
		return ctype_make_bool(kernel_maker(kernel));
	else
		type = kernel_find_typedef(kernel, parts->name);
	return type != NULL ? ctype_node_of(type) : NULL;
}

static bool is_int_size(uint64_t size)
{
	return size == 1 || size == 2 || size == 4 || size == 8;
}

/* What can be said from size and sign alone: an integer, or so many bytes. */
static struct ctype_node *make_by_size(struct kernel *kernel, const struct format_field *field)
{
	struct ctype_maker *maker = kernel_maker(kernel);

	if (is_int_size(field->size))
		return ctype_make_int(maker, field->size, field->is_signed);
	return ctype_make_array(maker, ctype_make_int(maker, 1, false), field->size);
}

static struct ctype_node *make_array_field(struct kernel *kernel, const struct format_field *field,
					   const struct parts *parts, struct ctype_node *element)
{
	struct ctype_maker *maker = kernel_maker(kernel);
	bool is_far = field->is_data_loc || field->is_rel_loc;
	uint64_t count = parts->count;

	if (element == NULL && !is_far && count > 0 && field->size % count == 0 &&
	    is_int_size(field->size / count))
		element = ctype_make_int(maker, (unsigned)(field->size / count), field->is_signed);
	if (element == NULL)
		element = ctype_make_int(maker, 1, field->is_signed);
	if (is_far)
		count = 0;
	else if (element->type.size > 0 && field->size % element->type.size == 0)
		count = field->size / element->type.size;
	return ctype_make_array(maker, element, count);
}

static struct ctype_node *add_stars(struct kernel *kernel, struct ctype_node *node,
				    const struct parts *parts)
{
	if (node == NULL && parts->n_stars > 0)
		node = ctype_make_void(kernel_maker(kernel));
	for (unsigned i = 0; i < parts->n_stars; i++)
		node = ctype_make_pointer(kernel_maker(kernel), node, false);
	return node;
}

const struct ctype *type_of_text(struct kernel *kernel, const struct format_field *field)
{
	struct ctype_maker *maker = kernel_maker(kernel);
	struct parts parts = take_apart(kernel, field->c_type);
	struct ctype_node *node = find_base(kernel, &parts);

	node = add_stars(kernel, node, &parts);
	if (parts.is_array)
		return &make_array_field(kernel, field, &parts, node)->type;
	if (field->is_data_loc || field->is_rel_loc)
		return &ctype_make_array(maker, node != NULL ? node : ctype_make_char(maker), 0)
				->type;
	if (node == NULL || node->type.size != field->size)
		node = make_by_size(kernel, field);
	return &node->type;
}

const struct ctype *type_of_user(struct kernel *kernel, const struct ctype *type)
{
	if (type->kind != CTYPE_POINTER)
		return type;
	type = type_of_user(kernel, type->target);
	return &ctype_make_pointer(kernel_maker(kernel), ctype_node_of(type), true)->type;
}

const struct ctype *type_of_syscall_text(struct kernel *kernel, const struct format_field *field)
{
	struct parts parts = take_apart(kernel, field->c_type);
	struct ctype_node *node = find_base(kernel, &parts);

	node = add_stars(kernel, node, &parts);
	if (node == NULL || !is_int_size(node->type.size))
		node = make_by_size(kernel, field);
	return type_of_user(kernel, &node->type);
}
