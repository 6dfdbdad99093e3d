#include "kernel/constant.h"

#include <string.h>

static const struct kernel_constant rows[] = {
#define CONSTANT(name, value, source) { #name, value, source, NULL },
#include "kernel/constant.def"
#define CONSTANT(name, value, source) { #name, value, source, NULL },
#include "kernel/constant_net.def"
#define CONSTANT(name, value, source) { #name, value, source, NULL },
#include "kernel/constant_fs.def"
#define CONSTANT_TEXT(name, text, source) { #name, 0, source, text },
#include "kernel/constant_text.def"
};

#define N_ROWS (sizeof(rows) / sizeof(rows[0]))

static const struct {
	const char *machine;
	struct kernel_constant constant;
} machine_rows[] = {
#define CONSTANT_ON(machine, name, value, source) { machine, { #name, value, source, NULL } },
#define CONSTANT_TEXT_ON(machine, name, text, source) { machine, { #name, 0, source, text } },
#include "kernel/constant_machine.def"
};

#define N_MACHINE_ROWS (sizeof(machine_rows) / sizeof(machine_rows[0]))

const struct kernel_constant *kernel_constant_find(const char *machine, const char *name)
{
	for (size_t i = 0; machine != NULL && i < N_MACHINE_ROWS; i++) {
		if (strcmp(machine_rows[i].machine, machine) == 0 &&
		    strcmp(machine_rows[i].constant.name, name) == 0)
			return &machine_rows[i].constant;
	}
	for (size_t i = 0; i < N_ROWS; i++) {
		if (strcmp(rows[i].name, name) == 0)
			return &rows[i];
	}
	return NULL;
}

const struct kernel_constant *kernel_constants(size_t *count)
{
	*count = N_ROWS;
	return rows;
}
