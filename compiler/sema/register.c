#include "sema/register.h"

#include <string.h>

static const struct {
	const char *machine, *name, *member;
} rows[] = {
#define REGISTER(machine, name, member) { machine, name, member },
#define USER_MODE(machine, name, mask, value)
#include "sema/register.def"
};

static const struct user_mode user_modes[] = {
#define REGISTER(machine, name, member)
#define USER_MODE(machine, name, mask, value) { machine, name, mask, value },
#include "sema/register.def"
};

#define N_ROWS (sizeof(rows) / sizeof(rows[0]))

const char *register_member(const char *machine, const char *name)
{
	for (size_t i = 0; i < N_ROWS; i++) {
		if (strcmp(rows[i].machine, machine) == 0 && strcmp(rows[i].name, name) == 0)
			return rows[i].member;
	}
	return NULL;
}

size_t register_names(const char *machine, const char **names)
{
	size_t n = 0;

	for (size_t i = 0; i < N_ROWS && n < REGISTERS_MAX; i++) {
		if (strcmp(rows[i].machine, machine) == 0)
			names[n++] = rows[i].name;
	}
	return n;
}

const struct user_mode *register_user_mode(const char *machine)
{
	for (size_t i = 0; i < sizeof(user_modes) / sizeof(user_modes[0]); i++) {
		if (strcmp(user_modes[i].machine, machine) == 0)
			return &user_modes[i];
	}
	return NULL;
}
