#include "random.h"

uint64_t random_next(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

unsigned random_pick(uint64_t *state, unsigned n)
{
	return (unsigned)(random_next(state) >> 33) % n;
}
