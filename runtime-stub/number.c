#include "number.h"

#include <errno.h>
#include <stdbool.h>

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static unsigned digit(char c)
{
	if (is_digit(c))
		return (unsigned)(c - '0');
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? (unsigned)(c - 'a' + 10) : 99;
}

int rt_number_prefix(const char *text, uint64_t *value, const char **end)
{
	unsigned base = 10;
	if (text[0] == '0' && (text[1] | 0x20) == 'x' && digit(text[2]) < 16) {
		base = 16;
		text += 2;
	} else if (text[0] == '0' && digit(text[1]) < 8) {
		base = 8;
		text++;
	}
	if (digit(*text) >= base)
		return -EINVAL;
	uint64_t number = 0;
	for (; digit(*text) < base; text++) {
		if (__builtin_mul_overflow(number, base, &number) ||
		    __builtin_add_overflow(number, digit(*text), &number))
			return -ERANGE;
	}
	*value = number;
	*end = text;
	return 0;
}

int rt_number_parse(const char *text, uint64_t *value)
{
	bool is_negative = *text == '-';
	if (*text == '-' || *text == '+')
		text++;
	const char *end;
	uint64_t number;
	int err = rt_number_prefix(text, &number, &end);
	if (!err && *end)
		err = -EINVAL;
	if (!err && is_negative && number > (uint64_t)INT64_MAX + 1)
		err = -ERANGE;
	if (!err)
		*value = is_negative ? -number : number;
	return err;
}

int rt_number_unsigned(const char *text, uint64_t *value)
{
	const char *end;
	int err = rt_number_prefix(text, value, &end);
	return !err && *end ? -EINVAL : err;
}

int rt_number_seconds(const char *text, uint64_t *nanoseconds)
{
	uint64_t total = 0;
	uint64_t unit = 1000000000;
	bool has_digit = false;
	for (; is_digit(*text); text++, has_digit = true) {
		if (__builtin_mul_overflow(total, 10u, &total) ||
		    __builtin_add_overflow(total, digit(*text) * unit, &total))
			return -ERANGE;
	}
	if (*text == '.')
		text++;
	for (; is_digit(*text); text++, has_digit = true) {
		unit /= 10;
		total += digit(*text) * unit;
	}
	if (!has_digit || *text)
		return -EINVAL;
	*nanoseconds = total;
	return 0;
}
