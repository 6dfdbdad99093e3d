#include "build/toolchain.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "build/spawn.h"

/* Names under which a program may be found, best first; the package that has it, for the message. */
struct wanted {
	const char *variable; /* environment variable that overrides */
	const char *package;
	const char *names[8];
};

static const struct wanted want_clang = {
	"TRACEC_CLANG",
	"clang-19",
	{ "clang-19", "clang-20", "clang-18", "clang-17", "clang-16", "clang-15", "clang", NULL },
};
static const struct wanted want_bpftool = { "TRACEC_BPFTOOL", "bpftool", { "bpftool", NULL } };
static const struct wanted want_cc = { "TRACEC_CC",
				       "gcc",
				       { "gcc", "cc", "clang-19", "clang", NULL } };

static const char *find(struct arena *arena, const struct wanted *wanted, const char **error)
{
	const char *override = getenv(wanted->variable);
	if (override && *override) {
		const char *path = spawn_find(arena, override);
		if (!path)
			*error = arena_printf(arena, "%s is '%s', which is not a program",
					      wanted->variable, override);
		return path;
	}
	for (size_t i = 0; wanted->names[i]; i++) {
		const char *path = spawn_find(arena, wanted->names[i]);
		if (path)
			return path;
	}
	*error = arena_printf(arena, "%s not found; on Debian: apt install %s", wanted->names[0],
			      wanted->package);
	return NULL;
}

/* LLVM's programs stand in one directory; a clang outside of it is a link into it. */
static const char *find_lld(struct arena *arena, const char *clang)
{
	char real[PATH_MAX];
	if (!realpath(clang, real))
		return NULL;
	char *slash = strrchr(real, '/');
	*slash = '\0';
	const char *lld = arena_printf(arena, "%s/ld.lld", real);
	return access(lld, X_OK) == 0 ? arena_strdup(arena, real) : NULL;
}

bool toolchain_find_parts(struct arena *arena, struct toolchain *chain, const char **error)
{
	char exe[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	if (n < 0) {
		*error = "/proc/self/exe can't be read, so tracec's own files can't be found";
		return false;
	}
	exe[n] = '\0';
	for (int up = 0; up < 2; up++) {
		char *slash = strrchr(exe, '/');
		if (slash)
			*slash = '\0';
	}
	chain->parts = arena_printf(arena, "%s/lib/tracec", exe);
	const char *stub = arena_printf(arena, "%s/libtracec-stub.a", chain->parts);
	if (access(stub, R_OK) < 0) {
		*error = arena_printf(arena, "%s is missing: tracec is not completely installed",
				      stub);
		return false;
	}
	return true;
}

bool toolchain_find_clang(struct arena *arena, struct toolchain *chain, const char **error)
{
	chain->clang = find(arena, &want_clang, error);
	return chain->clang != NULL;
}

bool toolchain_find(struct arena *arena, struct toolchain *chain, const char **error)
{
	if (!toolchain_find_parts(arena, chain, error))
		return false;
	chain->clang = find(arena, &want_clang, error);
	chain->bpftool = chain->clang ? find(arena, &want_bpftool, error) : NULL;
	chain->cc = chain->bpftool ? find(arena, &want_cc, error) : NULL;
	if (!chain->cc)
		return false;
	chain->lld_dir = find_lld(arena, chain->clang);
	return true;
}
