/*
 * Calls traced_values() once, with a struct that has members of every sort and points to a second one.
 */
#include "../c_values.h"

__attribute__((noinline, noclone)) int traced_values(const struct values *values)
{
	__asm__ volatile("" : : "r"(values) : "memory");
	return values->number;
}

int main(void)
{
	static const struct values second = { .number = 6, .name = "second" };
	static struct values first = {
		.number = -5,
		.colour = GREEN,
		.in = { -2, 7 },
		.u.whole = 0x04030201,
		.low = 5,
		.high = -1,
		.wide = 0x5544332211,
		.name = "name",
		.list = { 1, 2, 3 },
		.f = 1.5f,
		.d = 2.5,
		.call = (callback_t)0x10,
		.next = (struct values *)&second,
		.anonymous = 65,
		.deep = -66,
		.left = 0x10002,
		.flag = 1,
		.pair = { { 9, 10 }, { 11, 12 } },
		.matrix = { { 1, 2 }, { 3, 4 } },
		.palette = { GREEN, RED },
		.texts = { "one", "two" },
	};

	return traced_values(&first) != -5;
}
