#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "sema/call_abi.h"

/*
 * Types in letters: c short, s, i, l and q of 1 to 16 bytes; f, d, D floating-point of 4 to 16 bytes; C a complex
 * double; p a pointer; {...} a struct, (...) a union, &{...} one of C++ that is not copied bit by bit.
 */
static const struct {
	char letter;
	struct ctype type;
} scalars[] = {
	{ 'c', { .kind = CTYPE_INT, .size = 1 } },
	{ 's', { .kind = CTYPE_INT, .size = 2 } },
	{ 'i', { .kind = CTYPE_INT, .size = 4 } },
	{ 'l', { .kind = CTYPE_INT, .size = 8 } },
	{ 'q', { .kind = CTYPE_INT, .size = 16 } },
	{ 'p', { .kind = CTYPE_POINTER, .size = 8 } },
	{ 'f', { .kind = CTYPE_FLOAT, .size = 4, .name = "float" } },
	{ 'd', { .kind = CTYPE_FLOAT, .size = 8, .name = "double" } },
	{ 'D', { .kind = CTYPE_FLOAT, .size = 16, .name = "long double" } },
	{ 'C', { .kind = CTYPE_FLOAT, .size = 16, .name = "complex double" } },
};

static uint64_t align_of(const struct ctype *type)
{
	uint64_t align = 1;

	if (type->n_members == 0)
		return type->size / (type->name && type->name[0] == 'c' ? 2 : 1);
	for (size_t i = 0; i < type->n_members; i++) {
		uint64_t inner = align_of(type->members[i].type);
		align = inner > align ? inner : align;
	}
	return align;
}

static const struct ctype *take_type(struct arena *arena, const char **text);

/* The members up to the closing bracket or the end, laid out. */
static struct ctype *take_members(struct arena *arena, const char **text, enum ctype_kind kind)
{
	struct ctype *type = arena_alloc(arena, sizeof(*type));
	struct ctype_member *members = arena_alloc(arena, 20 * sizeof(*members));
	uint64_t size = 0;

	*type = (struct ctype){ .kind = kind, .members = members };
	for (; **text && !strchr("})", **text); type->n_members++) {
		const struct ctype *member = take_type(arena, text);
		uint64_t align = align_of(member);
		uint64_t at = kind == CTYPE_UNION ? 0 : (size + align - 1) / align * align;

		members[type->n_members] =
			(struct ctype_member){ .type = member, .bit_offset = (uint32_t)(8 * at) };
		size = at + member->size > size ? at + member->size : size;
	}
	*text += **text != '\0';
	type->size = (size + align_of(type) - 1) / align_of(type) * align_of(type);
	return type;
}

static const struct ctype *take_type(struct arena *arena, const char **text)
{
	char letter = *(*text)++;
	struct ctype *type;

	if (letter == '&') {
		++*text;
		type = take_members(arena, text, CTYPE_STRUCT);
		type->is_by_reference = true;
		return type;
	}
	if (letter == '{' || letter == '(')
		return take_members(arena, text, letter == '{' ? CTYPE_STRUCT : CTYPE_UNION);
	for (size_t i = 0; i < sizeof(scalars) / sizeof(scalars[0]); i++) {
		if (scalars[i].letter == letter)
			return &scalars[i].type;
	}
	fail_msg("no type '%c'", letter);
	return NULL;
}

/* A place in short: "di", "di+si", "di+stack 8", "stack 8", "*di", "*stack 8", "float", "-". */
static void put_place(struct strbuf *out, const struct call_place *place)
{
	static const char *const forms[] = {
		[CALL_NOWHERE] = "-",       [CALL_REGISTERS] = "",   [CALL_SPLIT] = "",
		[CALL_STACK] = "",          [CALL_FLOATS] = "float", [CALL_ADDRESS] = "*",
		[CALL_STACK_ADDRESS] = "*",
	};

	strbuf_puts(out, forms[place->kind]);
	if (place->registers[0])
		strbuf_puts(out, place->registers[0]);
	if (place->registers[1])
		strbuf_printf(out, "+%s", place->registers[1]);
	if (place->kind == CALL_SPLIT)
		strbuf_puts(out, "+");
	if (place->kind == CALL_SPLIT || place->kind == CALL_STACK ||
	    place->kind == CALL_STACK_ADDRESS)
		strbuf_printf(out, "stack %u", place->offset);
}

/* signature: the arguments, and behind a colon the result if there is one. */
static void expect(const char *machine, const char *signature, const char *wanted)
{
	struct arena *arena = arena_new();
	struct call_place places[20];
	struct strbuf found;
	const char *result = strchr(signature, ':');
	const char *arguments =
		result ? arena_strndup(arena, signature, result - signature) : signature;
	struct ctype *prototype = take_members(arena, &arguments, CTYPE_FUNCTION);

	if (result) {
		result++;
		prototype->target = take_type(arena, &result);
	}
	call_abi_places(machine, prototype, places);
	strbuf_init(&found, arena);
	for (size_t i = 0; i < prototype->n_members; i++) {
		if (i > 0)
			strbuf_puts(&found, ", ");
		put_place(&found, &places[i]);
	}
	assert_string_equal(strbuf_text(&found), wanted);
	arena_free(arena);
}

static void call_abi_of_x86_64(void **state)
{
	(void)state;
	expect("x86_64", "iscplll", "di, si, dx, cx, r8, r9, stack 8");
	expect("x86_64", "{ii}{lc}{lll}i", "di, si+dx, stack 8, cx");
	expect("x86_64", "lllll{ll}l", "di, si, dx, cx, r8, stack 8, r9");
	expect("x86_64", "di{dl}fl", "float, di, float+si, float, dx");
	expect("x86_64", "i:{lll}", "si");
	expect("x86_64", "&{i}i", "*di, si");
	expect("x86_64", "DCl", "stack 8, float, di");
}

static void call_abi_of_aarch64(void **state)
{
	(void)state;
	expect("aarch64", "iscplllli",
	       "regs[0], regs[1], regs[2], regs[3], regs[4], regs[5], regs[6], regs[7], stack 0");
	expect("aarch64", "{ii}{lc}{lll}i", "regs[0], regs[1]+regs[2], *regs[3], regs[4]");
	/* What no longer fits goes to the stack as a whole, and nothing behind it to a register. */
	expect("aarch64", "lllllll{ll}lc",
	       "regs[0], regs[1], regs[2], regs[3], regs[4], regs[5], regs[6], stack 0, stack 16, "
	       "stack 24");
	/* The result's address is in x8. */
	expect("aarch64", "i:{lll}", "regs[0]");
	expect("aarch64", "&{i}i", "*regs[0], regs[1]");
	/* 16 bytes with their alignment begin at an even register. */
	expect("aarch64", "iqi", "regs[0], regs[2]+regs[3], regs[4]");
	expect("aarch64", "i{q}i", "regs[0], regs[2]+regs[3], regs[4]");
	expect("aarch64", "llllllllcq{lll}",
	       "regs[0], regs[1], regs[2], regs[3], regs[4], regs[5], regs[6], regs[7], stack 0, "
	       "stack 16, *stack 32");
}

/* Up to four members of one floating-point type, however nested, are in its registers. */
static void call_abi_of_aarch64_with_floats(void **state)
{
	(void)state;
	expect("aarch64", "di{dl}fl", "float, regs[0], regs[1]+regs[2], float, regs[3]");
	expect("aarch64", "{dd}{ffff}{dddd}{f{ff}}{(ff)}CDi",
	       "float, float, stack 0, stack 32, stack 48, stack 56, stack 80, regs[0]");
	expect("aarch64", "{fd}i", "regs[0]+regs[1], regs[2]");
	expect("aarch64", "{fffff}i", "*regs[0], regs[1]");
	expect("aarch64", "{(fi)}i", "regs[0], regs[1]");
}

static void call_abi_of_riscv64(void **state)
{
	(void)state;
	expect("riscv64", "iscplllli", "a0, a1, a2, a3, a4, a5, a6, a7, stack 0");
	expect("riscv64", "{ii}{lc}{lll}i", "a0, a1+a2, *a3, a4");
	expect("riscv64", "lllllll{ll}l", "a0, a1, a2, a3, a4, a5, a6, a7+stack 0, stack 8");
	expect("riscv64", "i:{lll}", "a1");
	expect("riscv64", "d{dl}{ff}{f}{dll}i", "float, float, float, float, *a1, a2");
	expect("riscv64", "ffffffffdi",
	       "float, float, float, float, float, float, float, float, "
	       "a0, a1");
	expect("riscv64", "{(fi)}i", "a0, a1");
}

static void call_abi_of_s390x(void **state)
{
	(void)state;
	expect("s390x", "iscplic",
	       "gprs[2], gprs[3], gprs[4], gprs[5], gprs[6], stack 164, "
	       "stack 175");
	expect("s390x", "{ii}{lc}{ccc}i", "gprs[2], *gprs[3], *gprs[4], gprs[5]");
	expect("s390x", "i:{c}", "gprs[3]");
	expect("s390x", "d{d}{df}DCi", "float, float, *gprs[2], *gprs[3], *gprs[4], gprs[5]");
}

static void call_abi_knows_machines(void **state)
{
	(void)state;
	assert_true(call_abi_is_known("x86_64"));
	assert_true(call_abi_is_known("aarch64"));
	assert_false(call_abi_is_known("sparc64"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(call_abi_of_x86_64),
		cmocka_unit_test(call_abi_of_aarch64),
		cmocka_unit_test(call_abi_of_aarch64_with_floats),
		cmocka_unit_test(call_abi_of_riscv64),
		cmocka_unit_test(call_abi_of_s390x),
		cmocka_unit_test(call_abi_knows_machines),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
