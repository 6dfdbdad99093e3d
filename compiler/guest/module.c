#include "guest/module.h"

#include <string.h>

#include "build/files.h"

#define NAME_PREFIX "module:" /* of what guest-init reports of them */

void guest_modules_plan(const char *const *files, size_t n, struct strbuf *plan)
{
	for (size_t i = 0; i < n; i++)
		strbuf_printf(plan, "module\t/modules/%s\n", path_base(files[i]));
}

void guest_modules_pack(struct arena *arena, const char *const *files, size_t n, struct cpio *cpio)
{
	for (size_t i = 0; i < n; i++)
		cpio_file(cpio, arena_printf(arena, "modules/%s", path_base(files[i])), files[i],
			  0644);
}

bool guest_modules_loaded(struct arena *arena, const struct guest_results *results,
			  const char **error)
{
	vec_foreach(const struct guest_command, command, &results->commands) {
		if (strncmp(command->name, NAME_PREFIX, strlen(NAME_PREFIX)) != 0 ||
		    !command->status)
			continue;
		*error = arena_printf(arena, "module %s cannot be loaded there: %.*s",
				      command->name + strlen(NAME_PREFIX),
				      (int)strcspn(command->output, "\n"), command->output);
		return false;
	}
	return true;
}
