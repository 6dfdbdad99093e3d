/*
 * Functions whose arguments run tests read by their types: of every sort that a register, the stack
 * or memory holds. Called once each, in the order of this file.
 */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define TRACED __attribute__((noipa))

enum color { RED, GREEN = 5, BLUE };
enum sign { MINUS = -3, PLUS = 3 };

typedef unsigned short port_t;

struct point {
	int x, y;
};

struct node {
	struct node *next;
	const char *name;
	char tag[8];
	struct point at;
	int values[4];
	unsigned low : 3, high : 5;
	union {
		long number;
		char bytes[8];
	};
	double weight;
};

struct pair {
	long first;
	unsigned char second;
};

struct odd {
	char bytes[13];
};

struct large {
	long a, b, c;
};

struct mixed {
	double d;
	long n;
};

typedef struct {
	int size;
	const char *text;
} message_t;

TRACED void traced_scalars(signed char c, unsigned char u, short s, port_t port, int i, bool flag)
{
	__asm__ volatile("" ::"r"(c), "r"(u), "r"(s), "r"(port), "r"(i), "r"(flag));
}

TRACED void traced_enums(enum color color, enum sign sign, message_t *message)
{
	__asm__ volatile("" ::"r"(color), "r"(sign), "r"(message));
}

TRACED void traced_node(struct node *node, struct node **again)
{
	__asm__ volatile("" ::"r"(node), "r"(again));
}

/* One register, two registers, 13 bytes in two, in memory, and a scalar behind them. */
TRACED long traced_values(struct point point, struct pair pair, struct odd odd, struct large large,
			  int last)
{
	return point.x + pair.first + odd.bytes[0] + large.a + last;
}

/* The seventh integer and what follows are on the stack; the struct that no longer fits, too. */
TRACED long traced_stack(int a, int b, int c, int d, int e, struct pair pair, int f, int g, short h)
{
	return a + b + c + d + e + f + g + h + pair.first;
}

/* Floating-point arguments do not count. */
TRACED double traced_floats(double x, int i, float y, struct mixed mixed, long j)
{
	return x + i + y + mixed.d + j;
}

/* The address of the result comes first. */
TRACED struct large traced_result(int i, int j)
{
	return (struct large){ i, j, i + j };
}

/* A family, of which all have `id` and two have `name` in one place; `place` is in the same register, but is an int and a long. */
TRACED int family_first(int id, const char *name, int place)
{
	return id + name[0] + place;
}

TRACED int family_second(int id, const char *name, long place)
{
	return id - name[0] + (int)place;
}

TRACED int family_third(double before, int id)
{
	return id + (int)before;
}

/* Of the family by name alone: the address of the result takes the first register. */
TRACED struct large familiar_result(int id)
{
	return (struct large){ id, id, id };
}

TRACED int familiar_number(int id)
{
	return id;
}

/* Code without debug information, and a piece of a function, which is none by itself. */
__asm__(".pushsection .text\n"
	".type undescribed_code, %function\nundescribed_code: ret\n.size undescribed_code, .-undescribed_code\n"
	".type family_first.cold, %function\nfamily_first.cold: ret\n.size family_first.cold, .-family_first.cold\n"
	".popsection");

TRACED int undescribed_not(int id)
{
	return id;
}

int main(void)
{
	struct node second = { .name = "second", .tag = "two", .at = { 3, -4 } };
	struct node first = { .next = &second,
			      .name = "first",
			      .tag = "one",
			      .at = { 1, 2 },
			      .values = { 10, 20, 30, 40 },
			      .low = 5,
			      .high = 17,
			      .number = 0x4241,
			      .weight = 1.5 };
	struct node *pointer = &first;
	message_t message = { 5, "hello" };
	struct odd odd;

	memcpy(odd.bytes, "abcdefghijkl", sizeof(odd.bytes));
	traced_scalars(-1, 200, -300, 65535, -70000, true);
	traced_enums(GREEN, MINUS, &message);
	traced_node(&first, &pointer);
	traced_values((struct point){ 7, -8 }, (struct pair){ -9, 250 }, odd,
		      (struct large){ 11, 12, 13 }, 14);
	traced_stack(1, 2, 3, 4, 5, (struct pair){ -20, 21 }, 6, 7, -8);
	traced_floats(1.5, 31, 2.5f, (struct mixed){ 3.5, 4 }, 32);
	family_first(51, "fifty-one", 1);
	family_second(52, "fifty-two", 2);
	family_third(1.5, 53);
	familiar_result(61);
	familiar_number(62);
	return traced_result(41, 42).c == 83 ? 0 : 1;
}
