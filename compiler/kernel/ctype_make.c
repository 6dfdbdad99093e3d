#include "kernel/ctype_make.h"

struct ctype_maker *ctype_maker_new(struct arena *arena, struct interner *interner,
				    enum ctype_origin origin, unsigned pointer_size)
{
	struct ctype_maker *maker = arena_new_of(arena, struct ctype_maker);

	maker->arena = arena;
	maker->interner = interner;
	maker->origin = origin;
	maker->pointer_size = pointer_size;
	return maker;
}

struct ctype_node *ctype_make(struct ctype_maker *maker, enum ctype_kind kind)
{
	struct ctype_node *node = arena_new_of(maker->arena, struct ctype_node);

	node->type.kind = kind;
	node->type.origin = maker->origin;
	return node;
}

struct ctype_node *ctype_make_void(struct ctype_maker *maker)
{
	if (maker->void_type == NULL)
		maker->void_type = ctype_make(maker, CTYPE_VOID);
	return maker->void_type;
}

struct ctype_node *ctype_make_bool(struct ctype_maker *maker)
{
	if (maker->bool_type == NULL) {
		maker->bool_type = ctype_make(maker, CTYPE_BOOL);
		maker->bool_type->type.name = intern(maker->interner, "_Bool");
		maker->bool_type->type.size = 1;
	}
	return maker->bool_type;
}

struct ctype_node *ctype_make_char(struct ctype_maker *maker)
{
	if (maker->char_type == NULL) {
		maker->char_type = ctype_make(maker, CTYPE_INT);
		maker->char_type->type.name = intern(maker->interner, "char");
		maker->char_type->type.size = 1;
		maker->char_type->type.is_signed = true;
		maker->char_type->type.is_char = true;
	}
	return maker->char_type;
}

struct ctype_node *ctype_make_int(struct ctype_maker *maker, unsigned size, bool is_signed)
{
	/* Spelled so that the size is the same on every architecture. */
	static const char *const names[4][2] = {
		{ "unsigned char", "signed char" },
		{ "unsigned short", "short" },
		{ "unsigned int", "int" },
		{ "unsigned long long", "long long" },
	};
	unsigned log = (unsigned)__builtin_ctz(size);
	struct ctype_node **node = &maker->ints[log][is_signed];

	if (*node == NULL) {
		*node = ctype_make(maker, CTYPE_INT);
		(*node)->type.name = intern(maker->interner, names[log][is_signed]);
		(*node)->type.size = size;
		(*node)->type.is_signed = is_signed;
	}
	return *node;
}

struct ctype_node *ctype_make_pointer(struct ctype_maker *maker, struct ctype_node *target,
				      bool is_user)
{
	struct ctype_node **node = &target->pointers[is_user];

	if (*node == NULL) {
		*node = ctype_make(maker, CTYPE_POINTER);
		(*node)->type.size = maker->pointer_size;
		(*node)->type.target = &target->type;
		(*node)->type.is_user = is_user;
	}
	return *node;
}

struct ctype_node *ctype_make_array(struct ctype_maker *maker, struct ctype_node *element,
				    uint64_t count)
{
	struct ctype_node *node = element->arrays;

	while (node != NULL && node->type.count != count)
		node = node->next_array;
	if (node != NULL)
		return node;
	node = ctype_make(maker, CTYPE_ARRAY);
	node->type.target = &element->type;
	node->type.count = count;
	if (__builtin_mul_overflow(count, element->type.size, &node->type.size))
		node->type.size = 0;
	node->next_array = element->arrays;
	element->arrays = node;
	return node;
}

struct ctype_node *ctype_node_of(const struct ctype *type)
{
	return (struct ctype_node *)(uintptr_t)type;
}
