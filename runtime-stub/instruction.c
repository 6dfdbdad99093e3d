#include "instruction.h"

#include <stdbool.h>

#if defined(__x86_64__)

/*
 * What stands behind an opcode: n nothing, m a ModRM byte and what it asks for, b the same with 1 byte
 * more, w the same with 2 or 4 bytes by operand size; 1 1 byte, 2 2 bytes, 3 3 bytes, 4 4 bytes,
 * z 2 or 4 bytes by operand size, v up to 8 bytes by operand size, q an address, t and T m with b or w
 * more for two of its eight instructions. p a prefix, r REX, and . none in 64-bit mode.
 * (Intel SDM volume 2, appendix A; AMD APM volume 3, appendix A.)
 */
static const char one_byte[] = "mmmm1z..mmmm1z.." /* 00 */
			       "mmmm1z..mmmm1z.."
			       "mmmm1zp.mmmm1zp."
			       "mmmm1zp.mmmm1zp."
			       "rrrrrrrrrrrrrrrr" /* 40 */
			       "nnnnnnnnnnnnnnnn"
			       "...mppppzw1bnnnn"
			       "1111111111111111"
			       "bw.bmmmmmmmmmmmm" /* 80 */
			       "nnnnnnnnnn.nnnnn"
			       "qqqqnnnn1znnnnnn"
			       "11111111vvvvvvvv"
			       "bb2n..bw3n2nn1.n" /* c0 */
			       "mmmm...nmmmmmmmm"
			       "1111111144.1nnnn"
			       "pnppnntTnnnnnnmm";

/* Behind 0f. */
static const char two_bytes[] = "mmmm.nnnnn.n.mnb" /* 00 */
				"mmmmmmmmmmmmmmmm"
				"1111....mmmmmmmm"
				"nnnnnn.n........"
				"mmmmmmmmmmmmmmmm" /* 40 */
				"mmmmmmmmmmmmmmmm"
				"mmmmmmmmmmmmmmmm"
				"bbbbmmmnmm..mmmm"
				"4444444444444444" /* 80 */
				"mmmmmmmmmmmmmmmm"
				"nnnmbm.mnnnmbmmm"
				"mmmmmmmmmmbmmmmm"
				"mmbmbbbmnnnnnnnn" /* c0 */
				"mmmmmmmmmmmmmmmm"
				"mmmmmmmmmmmmmmmm"
				"mmmmmmmmmmmmmmmm";

_Static_assert(sizeof(one_byte) == 257 && sizeof(two_bytes) == 257, "a letter for each opcode");

struct decoder {
	const uint8_t *code;
	size_t size, at;
	bool has_short_operand, has_short_address, is_wide;
};

/* The next byte; 0 behind the end, which the length shows in the end. */
static uint8_t next(struct decoder *d)
{
	uint8_t byte = d->at < d->size ? d->code[d->at] : 0;
	d->at++;
	return byte;
}

static bool is_prefix(struct decoder *d, uint8_t byte)
{
	d->has_short_operand |= byte == 0x66;
	d->has_short_address |= byte == 0x67;
	return one_byte[byte] == 'p';
}

/* The byte, and the address behind it if it names one. */
static uint8_t skip_modrm(struct decoder *d)
{
	uint8_t modrm = next(d);
	uint8_t mode = modrm >> 6;
	uint8_t base = modrm & 7;
	if (mode == 3)
		return modrm;
	if (base == 4)
		base = next(d) & 7;
	if (mode == 1)
		d->at += 1;
	else if (mode == 2 || base == 5)
		d->at += 4;
	return modrm;
}

static size_t operand(const struct decoder *d)
{
	return d->has_short_operand && !d->is_wide ? 2 : 4;
}

static bool skip_rest(struct decoder *d, char what)
{
	uint8_t modrm = 0;
	if (what == 'm' || what == 'b' || what == 'w' || what == 't' || what == 'T')
		modrm = skip_modrm(d);
	bool is_test = (modrm >> 3 & 7) < 2;
	switch (what) {
	case 'n':
	case 'm':
		return true;
	case 'b':
	case '1':
		d->at += 1;
		return true;
	case '2':
		d->at += 2;
		return true;
	case '3':
		d->at += 3;
		return true;
	case '4':
		d->at += 4;
		return true;
	case 'w':
	case 'z':
		d->at += operand(d);
		return true;
	case 'v':
		d->at += d->is_wide ? 8 : operand(d);
		return true;
	case 'q':
		d->at += d->has_short_address ? 4 : 8;
		return true;
	case 't':
		d->at += is_test ? 1 : 0;
		return true;
	case 'T':
		d->at += is_test ? operand(d) : 0;
		return true;
	default:
		return false;
	}
}

/* What stands behind an opcode of the map that VEX, EVEX or XOP names. */
static char of_map(unsigned map, uint8_t opcode)
{
	switch (map) {
	case 1:
		return two_bytes[opcode];
	case 3:
	case 8: /* XOP */
		return 'b';
	case 10:
		return 'w';
	default:
		return 'm';
	}
}

/* VEX (c4, c5), EVEX (62), XOP (8f): prefixes with the map in them. 0: it is none of them. */
static char take_vector(struct decoder *d, uint8_t first)
{
	uint8_t second = d->at < d->size ? d->code[d->at] : 0;
	unsigned map = second & 0x1f;
	if (first == 0xc5) {
		d->at += 1;
		return of_map(1, next(d));
	}
	if (first == 0xc4 || (first == 0x8f && map >= 8)) {
		d->at += 2;
		return of_map(map, next(d));
	}
	if (first == 0x62) {
		d->at += 3;
		return of_map(second & 7, next(d));
	}
	return 0;
}

static char take_opcode(struct decoder *d, uint8_t opcode)
{
	char vector = take_vector(d, opcode);
	if (vector)
		return vector;
	if (opcode != 0x0f)
		return one_byte[opcode];
	opcode = next(d);
	if (opcode == 0x38 || opcode == 0x3a) {
		next(d);
		return opcode == 0x38 ? 'm' : 'b';
	}
	return two_bytes[opcode];
}

#	define LONGEST 15

size_t rt_instruction_length(const uint8_t *code, size_t size)
{
	struct decoder d = { .code = code, .size = size };
	uint8_t byte = next(&d);
	while (is_prefix(&d, byte) && d.at <= LONGEST)
		byte = next(&d);
	if (one_byte[byte] == 'r') {
		d.is_wide = byte & 8;
		byte = next(&d);
	}
	bool is_known = skip_rest(&d, take_opcode(&d, byte));
	return is_known && d.at <= size && d.at <= LONGEST ? d.at : 0;
}

#else

/* Of one length. */
size_t rt_instruction_length(const uint8_t *code, size_t size)
{
	(void)code;
	return size >= 4 ? 4 : 0;
}

#endif
