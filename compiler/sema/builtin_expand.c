/* Builtins that stand for an expression of others: the node becomes that expression. */
#include <string.h>

#include "base/diag.h"
#include "limit.h"
#include "sema/call_detail.h"
#include "sema/function_check.h"
#include "sema/register.h"

static struct node *new_node(struct sema *s, enum node_kind kind, struct span span)
{
	struct node *node = arena_new_of(s->arena, struct node);

	node->kind = kind;
	node->span = span;
	return node;
}

static struct node *new_field(struct sema *s, struct node *object, const char *name)
{
	struct node *node = new_node(s, NODE_FIELD, object->span);

	node->field.object = object;
	node->field.name = intern(s->interner, name);
	node->field.name_span = object->span;
	node->field.is_arrow = true;
	return node;
}

static struct node *new_integer(struct sema *s, uint64_t value, struct span span)
{
	struct node *node = new_node(s, NODE_INT, span);

	node->integer.value = value;
	return node;
}

static struct node *new_binary(struct sema *s, enum binary_operator op, struct node *left,
			       struct node *right)
{
	struct node *node = new_node(s, NODE_BINARY, left->span);

	node->binary.op = op;
	node->binary.op_span = left->span;
	node->binary.left = left;
	node->binary.right = right;
	return node;
}

static struct node *new_cast(struct sema *s, const char *type_name, struct node *value)
{
	struct node *node = new_node(s, NODE_CAST, value->span);

	node->cast.type_node = new_node(s, NODE_TYPE, value->span);
	node->cast.type_node->type_name.name = intern(s->interner, type_name);
	vec_init(&node->cast.type_node->type_name.suffixes, s->arena);
	node->cast.value = value;
	return node;
}

/* task->first->second */
static struct node *task_field(struct sema *s, struct node *task, const char *first,
			       const char *second)
{
	return new_field(s, new_field(s, task, first), second);
}

/* By the register that tells it on the machine. */
static struct node *user_mode(struct sema *s, struct span span)
{
	const struct user_mode *mode = register_user_mode(s->info->machine);
	struct node *call = new_node(s, NODE_CALL, span);
	struct node *name = new_node(s, NODE_STRING, span);

	if (mode == NULL)
		BUG("no USER_MODE row for %s", s->info->machine);
	name->string.text = mode->name;
	name->string.size = strlen(mode->name);
	call->call.name = intern(s->interner, "reg");
	call->call.name_span = span;
	call->call.function = function_find("reg");
	vec_init(&call->call.args, s->arena);
	vec_push(&call->call.args, name);
	return new_cast(
		s, "uint8",
		new_binary(s, OPERATOR_EQUAL,
			   new_binary(s, OPERATOR_BIT_AND, call, new_integer(s, mode->mask, span)),
			   new_integer(s, mode->value, span)));
}

bool expand_task_field(struct sema *s, struct node *node, enum builtin_id id, struct node *task)
{
	struct span span = node->span;
	const struct node *with;

	switch (id) {
	case BUILTIN_ppid:
		with = new_cast(s, "uint32", task_field(s, task, "real_parent", "tgid"));
		break;
	case BUILTIN_pcomm:
		with = task_field(s, task, "real_parent", "comm");
		break;
	case BUILTIN_leader_tid:
		with = new_cast(s, "uint32", task_field(s, task, "group_leader", "pid"));
		break;
	case BUILTIN_leader_comm:
		with = task_field(s, task, "group_leader", "comm");
		break;
	case BUILTIN_usermode:
		with = user_mode(s, span);
		break;
	default:
		return false;
	}
	*node = *with;
	node->span = span;
	return true;
}

bool builtin_expand(struct sema *s, struct node *node)
{
	struct node *task = new_node(s, NODE_IDENT, node->span);

	task->ident.name = intern(s->interner, "curtask");
	task->ident.builtin = builtin_find("curtask");
	return expand_task_field(s, node, node->ident.builtin->id, task);
}

/* (type *)((uint64)pointer - offsetof(type, member)) */
void expand_container_of(struct sema *s, struct node *node, struct node *pointer, struct node *type,
			 struct node *member)
{
	struct node *offset = new_node(s, NODE_OFFSETOF, member->span);
	struct node *target = new_node(s, NODE_TYPE, type->span);
	struct node *cast = new_node(s, NODE_CAST, node->span);

	vec_init(&offset->type_query.path, s->arena);
	vec_push(&offset->type_query.path, member->ident.name);
	offset->type_query.operand = type;
	target->type_name.tag = type->type_name.tag;
	target->type_name.name = type->type_name.name;
	vec_init(&target->type_name.suffixes, s->arena);
	vec_push(&target->type_name.suffixes, (struct type_suffix){ .is_pointer = true });
	cast->cast.type_node = target;
	cast->cast.value = new_binary(s, OPERATOR_SUBTRACT, new_cast(s, "uint64", pointer), offset);
	*node = *cast;
}

/* a < b ? a : b */
static struct node *new_lesser(struct sema *s, struct node *a, struct node *b)
{
	struct node *node = new_node(s, NODE_TERNARY, a->span);

	node->ternary.condition = new_binary(s, OPERATOR_LESS, a, b);
	node->ternary.then_value = a;
	node->ternary.else_value = b;
	return node;
}

static struct node *new_tuple(struct sema *s, struct span span)
{
	struct node *node = new_node(s, NODE_TUPLE, span);

	vec_init(&node->tuple, s->arena);
	return node;
}

/* What is behind the offset: offset < end ? end - offset : 0 */
static struct node *new_rest(struct sema *s, struct node *end, struct node *offset)
{
	struct node *node = new_node(s, NODE_TERNARY, end->span);

	node->ternary.condition = new_binary(s, OPERATOR_LESS, offset, end);
	node->ternary.then_value =
		new_cast(s, "uint64", new_binary(s, OPERATOR_SUBTRACT, end, offset));
	node->ternary.else_value = new_cast(s, "uint64", new_integer(s, 0, end->span));
	return node;
}

/*
 * skboutput(file, skb, length, offset) has the arguments (file, skb, (skb->len, length, offset), (nsecs, bytes of the
 * packet << 32 | bytes that are wanted of it, buf(skb->data + offset, n))). The last tuple is for packets that the
 * program has to read itself: its buffer has what is in the packet's linear part: what it keeps in pages
 * (skb->data_len) is not at skb->data.
 */
void expand_skboutput(struct sema *s, struct node *call)
{
	struct node **args = call->call.args.items;
	struct node *skb = args[1], *length = new_cast(s, "uint64", args[2]);
	struct node *offset = new_cast(s, "uint64", args[3]);
	struct node *time = new_node(s, NODE_IDENT, call->span);
	struct node *bytes = new_node(s, NODE_CALL, call->span);
	struct node *all = new_cast(s, "uint64", new_field(s, skb, "len"));
	struct node *paged = new_cast(s, "uint64", new_field(s, skb, "data_len"));
	struct node *linear = new_cast(s, "uint64", new_binary(s, OPERATOR_SUBTRACT, all, paged));
	struct call_room *room;

	time->ident.name = intern(s->interner, "nsecs");
	time->ident.builtin = builtin_find("nsecs");
	bytes->call.name = intern(s->interner, "buf");
	bytes->call.name_span = call->call.name_span;
	bytes->call.function = function_find("buf");
	room = arena_alloc(s->arena, sizeof(*room));
	room->most = LIMIT_PACKET_SIZE;
	bytes->call.detail = room;
	vec_init(&bytes->call.args, s->arena);
	vec_push(&bytes->call.args,
		 new_binary(s, OPERATOR_ADD, new_cast(s, "uint64", new_field(s, skb, "data")),
			    offset));
	vec_push(&bytes->call.args, new_lesser(s, length, new_rest(s, linear, offset)));
	args[2] = new_tuple(s, call->span);
	vec_push(&args[2]->tuple, all);
	vec_push(&args[2]->tuple, length);
	vec_push(&args[2]->tuple, offset);
	args[3] = new_tuple(s, call->span);
	vec_push(&args[3]->tuple, time);
	vec_push(&args[3]->tuple,
		 new_binary(s, OPERATOR_BIT_OR,
			    new_binary(s, OPERATOR_SHIFT_LEFT, new_rest(s, all, offset),
				       new_integer(s, 32, call->span)),
			    new_lesser(s, length, new_rest(s, all, offset))));
	vec_push(&args[3]->tuple, bytes);
}
