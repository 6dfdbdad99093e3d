#include "usdt_argument.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Registers by their names in each size, and their places in struct tl_registers (probe.bpf.h). */
static const struct {
	const char *names[4];
	uint16_t place;
} registers[] = {
	{ { "rip", "eip", "ip", "" }, 16 },       { { "rax", "eax", "ax", "al" }, 10 },
	{ { "rbx", "ebx", "bx", "bl" }, 5 },      { { "rcx", "ecx", "cx", "cl" }, 11 },
	{ { "rdx", "edx", "dx", "dl" }, 12 },     { { "rsi", "esi", "si", "sil" }, 13 },
	{ { "rdi", "edi", "di", "dil" }, 14 },    { { "rbp", "ebp", "bp", "bpl" }, 4 },
	{ { "rsp", "esp", "sp", "spl" }, 19 },    { { "r8", "r8d", "r8w", "r8b" }, 9 },
	{ { "r9", "r9d", "r9w", "r9b" }, 8 },     { { "r10", "r10d", "r10w", "r10b" }, 7 },
	{ { "r11", "r11d", "r11w", "r11b" }, 6 }, { { "r12", "r12d", "r12w", "r12b" }, 3 },
	{ { "r13", "r13d", "r13w", "r13b" }, 2 }, { { "r14", "r14d", "r14w", "r14b" }, 1 },
	{ { "r15", "r15d", "r15w", "r15b" }, 0 },
};

#define PLACE_OF_IP (16 * 8)

static bool is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '.' || c == '$' || c == '@';
}

/* Takes "%rax". */
static bool take_register(const char **text, uint16_t *place)
{
	const char *name = *text + 1;
	size_t size = 0;
	if (**text != '%')
		return false;
	while (is_name_char(name[size]))
		size++;
	for (size_t i = 0; i < sizeof(registers) / sizeof(registers[0]); i++) {
		for (size_t k = 0; k < 4; k++) {
			const char *known = registers[i].names[k];
			if (strlen(known) != size || strncmp(known, name, size) != 0 || !size)
				continue;
			*place = registers[i].place * 8;
			*text = name + size;
			return true;
		}
	}
	return false;
}

static bool take_char(const char **text, char c)
{
	if (**text != c)
		return false;
	++*text;
	return true;
}

static bool take_number(const char **text, int64_t *number)
{
	char *end;
	errno = 0;
	long long value = strtoll(*text, &end, 0);
	if (end == *text || errno)
		return false;
	*number = value;
	*text = end;
	return true;
}

static bool take_symbol(const char **text, const struct rt_usdt_symbols *symbols, int64_t *address)
{
	char name[256];
	uint64_t found;
	size_t size = 0;
	while (is_name_char((*text)[size]))
		size++;
	if (!size || size >= sizeof(name))
		return false;
	memcpy(name, *text, size);
	name[size] = 0;
	if (!symbols->find || symbols->find(symbols->context, name, &found))
		return false;
	*address = (int64_t)found;
	*text += size;
	return true;
}

/* What stands in front of the parenthesis: numbers and symbols, added up. */
static bool take_displacement(const char **text, const struct rt_usdt_symbols *symbols,
			      int64_t *sum, bool *has_symbol)
{
	while (**text && **text != '(' && **text != ' ') {
		int64_t part;
		bool is_signed = **text == '-' || **text == '+';
		char next = is_signed ? (*text)[1] : **text;
		if (next >= '0' && next <= '9') {
			if (!take_number(text, &part))
				return false;
		} else {
			if (**text == '-')
				return false;
			take_char(text, '+');
			if (!take_symbol(text, symbols, &part))
				return false;
			*has_symbol = true;
		}
		if (__builtin_add_overflow(*sum, part, sum))
			return false;
	}
	return true;
}

/* displacement(base,index,scale), each of them optional. */
static bool parse_memory(const char **text, const struct rt_usdt_symbols *symbols,
			 struct abi_static_argument *argument)
{
	bool has_symbol = false;
	int64_t offset = 0, scale = 1;
	argument->kind = ABI_STATIC_MEMORY;
	if (!take_displacement(text, symbols, &offset, &has_symbol) || !take_char(text, '('))
		return false;
	if (**text == '%' && !take_register(text, &argument->base))
		return false;
	if (take_char(text, ',')) {
		if (!take_register(text, &argument->index))
			return false;
		if (take_char(text, ',') && !take_number(text, &scale))
			return false;
	}
	/* A symbol's place is known from where the program is; without that it is the linker's. */
	if (has_symbol && argument->base == PLACE_OF_IP)
		offset -= (int64_t)symbols->place;
	else if (has_symbol)
		return false;
	argument->offset = offset;
	argument->scale = (uint8_t)scale;
	return take_char(text, ')') && scale >= 1 && scale <= 8;
}

static bool parse_value(const char **text, const struct rt_usdt_symbols *symbols,
			struct abi_static_argument *argument)
{
	if (take_char(text, '$')) {
		int64_t number;
		argument->kind = ABI_STATIC_CONSTANT;
		if (!take_number(text, &number))
			return false;
		argument->offset = number;
		return true;
	}
	if (**text == '%') {
		argument->kind = ABI_STATIC_REGISTER;
		return take_register(text, &argument->base);
	}
	return parse_memory(text, symbols, argument);
}

/* SIZE@VALUE; without a size it is a word. */
static bool parse_argument(const char *text, const struct rt_usdt_symbols *symbols,
			   struct abi_static_argument *argument)
{
	int64_t size = sizeof(long);
	const char *at = strchr(text, '@');
	const char *space = strchr(text, ' ');
	if (at && (!space || at < space)) {
		if (!take_number(&text, &size) || *text != '@')
			return false; /* "8f@": a floating-point number */
		text++;
	}
	argument->is_signed = size < 0;
	size = size < 0 ? -size : size;
	argument->size = (uint8_t)size;
	if (size != 1 && size != 2 && size != 4 && size != 8)
		return false;
	return parse_value(&text, symbols, argument) && (!*text || *text == ' ');
}

void rt_usdt_arguments_parse(const char *text, const struct rt_usdt_symbols *symbols,
			     struct abi_static_place *place)
{
	static const struct abi_static_argument nothing = { .base = ABI_NO_REGISTER,
							    .index = ABI_NO_REGISTER,
							    .size = 8 };
	place->n_arguments = 0;
	while (*text && place->n_arguments < LIMIT_STATIC_ARGUMENTS) {
		size_t size = strcspn(text, " ");
		struct abi_static_argument argument = nothing;
		if (size) {
			if (!parse_argument(text, symbols, &argument))
				argument = nothing;
			place->arguments[place->n_arguments++] = argument;
		}
		text += size + (text[size] == ' ');
	}
}
