#include "commands/environment.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sema/config.h"

#define PREFIX "BPFTRACE_"

/* The key of "BPFTRACE_KEY=VALUE"; NULL if it is none of the config. */
static const char *key_of(struct arena *arena, const char *variable)
{
	size_t prefix = strlen(PREFIX), length = strcspn(variable, "=");
	const char *key;
	if (strncmp(variable, PREFIX, prefix) != 0 || !variable[length])
		return NULL;
	key = arena_strndup(arena, variable + prefix, length - prefix);
	return config_is_key(key) ? key : NULL;
}

void environment_add_config(struct options *options)
{
	for (char **variable = environ; *variable; variable++) {
		const char *key = key_of(options->arena, *variable);
		if (key)
			vec_push(&options->config, arena_printf(options->arena, "%s=%s", key,
								strchr(*variable, '=') + 1));
	}
}

void environment_drop_built_in(struct arena *arena)
{
	char **variable = environ;
	while (*variable) {
		const char *key = key_of(arena, *variable);
		if (key && !config_is_run_key(key) &&
		    !unsetenv(arena_strndup(arena, *variable, strcspn(*variable, "="))))
			continue; /* the next one stands here now */
		variable++;
	}
}
