#include "usdt_argument.h"

#include <elf.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Registers by their names in each size, and their places in struct tl_registers (probe.bpf.h). */
static const struct {
	uint16_t machine, place;
	const char *names[4];
} registers[] = {
#define REGISTER(machine, place, name64, name32, name16, name8) \
	{ machine, place, { name64, name32, name16, name8 } },
#include "usdt_register.def"
};

#define N_REGISTERS (sizeof(registers) / sizeof(registers[0]))

#define PLACE_OF_IP (16 * 8) /* of x86, whose addresses count from it */

struct reader;

/* How the assembler of a machine writes an operand. */
struct dialect {
	uint16_t machine;   /* EM_... of the file */
	uint16_t registers; /* the machine whose rows of usdt_register.def they are */
	char register_prefix, constant_prefix; /* 0: none */
	bool is_constant_marked;               /* never without the prefix */
	bool (*parse_memory)(const struct reader *reader, const char **text,
			     struct abi_static_argument *argument);
};

struct reader {
	const struct dialect *dialect;
	const struct rt_usdt_symbols *symbols;
};

static bool is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '.' || c == '$' || c == '@';
}

static bool take_char(const char **text, char c)
{
	if (**text != c)
		return false;
	++*text;
	return true;
}

static bool find_register(uint16_t machine, const char *name, size_t size, uint16_t *place)
{
	for (size_t i = 0; i < N_REGISTERS && size; i++) {
		for (size_t k = 0; k < 4 && registers[i].machine == machine; k++) {
			const char *known = registers[i].names[k];
			if (strlen(known) != size || strncmp(known, name, size) != 0)
				continue;
			*place = registers[i].place * 8;
			return true;
		}
	}
	return false;
}

/* Takes "%rax", "x0". */
static bool take_register(const struct reader *reader, const char **text, uint16_t *place)
{
	const char *name = *text;
	size_t size = 0;
	if (reader->dialect->register_prefix && !take_char(&name, reader->dialect->register_prefix))
		return false;
	while (is_name_char(name[size]))
		size++;
	if (!find_register(reader->dialect->registers, name, size, place))
		return false;
	*text = name + size;
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
static bool parse_parentheses(const struct reader *reader, const char **text,
			      struct abi_static_argument *argument)
{
	bool has_symbol = false;
	int64_t offset = 0, scale = 1;
	if (!take_displacement(text, reader->symbols, &offset, &has_symbol) ||
	    !take_char(text, '('))
		return false;
	if (**text != ',' && **text != ')' && !take_register(reader, text, &argument->base))
		return false;
	if (take_char(text, ',')) {
		if (!take_register(reader, text, &argument->index))
			return false;
		if (take_char(text, ',') && !take_number(text, &scale))
			return false;
	}
	/* A symbol's place is known from where the program is; without that it is the linker's. */
	if (has_symbol && reader->dialect->registers == EM_X86_64 && argument->base == PLACE_OF_IP)
		offset -= (int64_t)reader->symbols->place;
	else if (has_symbol)
		return false;
	argument->offset = offset;
	argument->scale = (uint8_t)scale;
	return take_char(text, ')') && scale >= 1 && scale <= 8;
}

static bool take_word(const char **text, const char *word)
{
	size_t size = strlen(word);
	if (strncmp(*text, word, size) != 0)
		return false;
	*text += size;
	return true;
}

static bool take_comma(const char **text)
{
	if (!take_char(text, ','))
		return false;
	take_char(text, ' ');
	return true;
}

/* "lsl 3": how an index is made as wide as an address, and how far it is shifted. */
static bool take_extension(const char **text, struct abi_static_argument *argument)
{
	static const struct {
		const char *word;
		uint8_t size;
		bool is_signed;
	} extensions[] = {
		{ "lsl", 8, false }, { "sxtx", 8, true },  { "uxtx", 8, false },
		{ "sxtw", 4, true }, { "uxtw", 4, false },
	};
	int64_t shift = 0;
	for (size_t i = 0; i < sizeof(extensions) / sizeof(extensions[0]); i++) {
		if (!take_word(text, extensions[i].word))
			continue;
		argument->index_size = extensions[i].size;
		argument->is_index_signed = extensions[i].is_signed;
		if (take_char(text, ' ')) {
			take_char(text, '#');
			if (!take_number(text, &shift))
				return false;
		}
		argument->scale = (uint8_t)(1U << (shift & 3));
		return shift >= 0 && shift <= 3;
	}
	return false;
}

/*
 * ":lo12:counts+8": the base has the symbol's page. Pages of 4 KB stay where they are in relation to
 * each other, so the low bits are those of the file.
 */
static bool take_low_bits(const struct reader *reader, const char **text, int64_t *offset)
{
	int64_t address, more = 0;
	if (!take_word(text, ":lo12:") || !take_symbol(text, reader->symbols, &address))
		return false;
	if ((**text == '+' || **text == '-') && !take_number(text, &more))
		return false;
	*offset = (address + more) & 0xfff;
	return true;
}

/* What stands behind the base: an offset, a symbol's low bits, or an index. */
static bool take_addend(const struct reader *reader, const char **text,
			struct abi_static_argument *argument)
{
	int64_t offset;
	if (take_register(reader, text, &argument->index))
		return !take_comma(text) || take_extension(text, argument);
	take_char(text, '#');
	if (!take_number(text, &offset) && !take_low_bits(reader, text, &offset))
		return false;
	argument->offset = offset;
	return true;
}

/* [base, offset], [base, index, lsl 3], [base, #:lo12:symbol]; what changes the base is unknown. */
static bool parse_brackets(const struct reader *reader, const char **text,
			   struct abi_static_argument *argument)
{
	if (!take_char(text, '[') || !take_register(reader, text, &argument->base))
		return false;
	if (take_comma(text) && !take_addend(reader, text, argument))
		return false;
	return take_char(text, ']');
}

static const struct dialect dialects[] = {
	{ EM_X86_64, EM_X86_64, '%', '$', true, parse_parentheses },
	{ EM_386, EM_X86_64, '%', '$', true, parse_parentheses },
	{ EM_AARCH64, EM_AARCH64, 0, '#', false, parse_brackets },
	{ EM_RISCV, EM_RISCV, 0, 0, false, parse_parentheses },
	{ EM_S390, EM_S390, '%', 0, false, parse_parentheses },
};

static const struct dialect *find_dialect(uint16_t machine)
{
	for (size_t i = 0; i < sizeof(dialects) / sizeof(dialects[0]); i++) {
		if (dialects[i].machine == machine)
			return &dialects[i];
	}
	return NULL;
}

static bool is_end(const char *text)
{
	return !*text || *text == ' ';
}

static bool take_constant(const struct dialect *dialect, const char **text, int64_t *number)
{
	const char *at = *text;
	bool is_marked = dialect->constant_prefix && take_char(&at, dialect->constant_prefix);
	if (dialect->is_constant_marked && !is_marked)
		return false;
	if (!take_number(&at, number) || !is_end(at))
		return false;
	*text = at;
	return true;
}

static bool parse_value(const struct reader *reader, const char **text,
			struct abi_static_argument *argument)
{
	int64_t number;
	if (take_constant(reader->dialect, text, &number)) {
		argument->kind = ABI_STATIC_CONSTANT;
		argument->offset = number;
		return true;
	}
	if (take_register(reader, text, &argument->base)) {
		argument->kind = ABI_STATIC_REGISTER;
		return true;
	}
	argument->kind = ABI_STATIC_MEMORY;
	return reader->dialect->parse_memory(reader, text, argument);
}

/* SIZE@VALUE; without a size it is a word. */
static bool parse_argument(const struct reader *reader, const char *text,
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
	return parse_value(reader, &text, argument) && is_end(text);
}

/* Up to a blank that is in no brackets. */
static size_t argument_length(const char *text)
{
	size_t n = 0;
	for (bool is_inside = false; text[n] && (is_inside || text[n] != ' '); n++) {
		if (text[n] == '[' || text[n] == ']')
			is_inside = text[n] == '[';
	}
	return n;
}

void rt_usdt_arguments_parse(const char *text, uint16_t machine,
			     const struct rt_usdt_symbols *symbols, struct abi_static_place *place)
{
	static const struct abi_static_argument nothing = { .base = ABI_NO_REGISTER,
							    .index = ABI_NO_REGISTER,
							    .index_size = 8,
							    .scale = 1,
							    .size = 8 };
	const struct reader reader = { find_dialect(machine), symbols };
	place->n_arguments = 0;
	while (*text && place->n_arguments < LIMIT_STATIC_ARGUMENTS) {
		size_t size = argument_length(text);
		struct abi_static_argument argument = nothing;
		if (size) {
			if (!reader.dialect || !parse_argument(&reader, text, &argument))
				argument = nothing;
			place->arguments[place->n_arguments++] = argument;
		}
		text += size + (text[size] == ' ');
	}
}
