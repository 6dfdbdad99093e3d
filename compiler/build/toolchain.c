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

static bool find_arch(struct arena *arena, struct toolchain *chain, const char *name,
		      const char **error)
{
	chain->arch = arch_find(name);
	if (chain->arch)
		return true;
	*error = name ? arena_printf(arena, "--arch '%s' is not known; there are %s", name,
				     arch_names(arena))
		      : arena_printf(arena, "tools can't be built for this machine, only for %s",
				     arch_names(arena));
	return false;
}

bool toolchain_find_clang(struct arena *arena, struct toolchain *chain, const char *arch,
			  const char **error)
{
	if (!find_arch(arena, chain, arch, error))
		return false;
	chain->clang = find(arena, &want_clang, error);
	return chain->clang != NULL;
}

static bool is_this_machine(const struct arch *arch)
{
	return arch == arch_find(NULL);
}

/* Tools for another machine need its compiler, and its stub where tracec was built with that compiler there. */
static bool find_cross(struct arena *arena, struct toolchain *chain, const char **error)
{
	const struct arch *arch = chain->arch;
	struct wanted compiler = {
		.variable = "TRACEC_CROSS_CC",
		.package = arena_printf(arena, "gcc-%s, and build tracec again", arch->triplet),
		.names = { arena_printf(arena, "%s-gcc", arch->triplet), NULL },
	};
	chain->stub_dir = arena_printf(arena, "%s/%s", chain->parts, arch->name);
	bool has_stub =
		access(arena_printf(arena, "%s/libtracec-stub.a", chain->stub_dir), R_OK) == 0;
	if (!has_stub && arch->lack) {
		*error = arena_printf(arena,
				      "tools for %s can be checked and emitted, but not linked: "
				      "that takes %s; with static ones in /usr/lib/%s and gcc-%s "
				      "build tracec again",
				      arch->name, arch->lack, arch->triplet, arch->triplet);
		return false;
	}
	chain->cc = find(arena, &compiler, error);
	if (!chain->cc || has_stub)
		return chain->cc != NULL;
	*error = arena_printf(arena,
			      "tracec is not installed for %s: cmake/packages.sh cross-%s installs "
			      "what building it needs; then build tracec again",
			      arch->name, arch->name);
	return false;
}

bool toolchain_find(struct arena *arena, struct toolchain *chain, const char *arch,
		    const char **error)
{
	if (!toolchain_find_parts(arena, chain, error) ||
	    !toolchain_find_clang(arena, chain, arch, error))
		return false;
	chain->bpftool = find(arena, &want_bpftool, error);
	if (!chain->bpftool)
		return false;
	chain->lld_dir = find_lld(arena, chain->clang);
	chain->stub_dir = chain->parts;
	if (!is_this_machine(chain->arch))
		return find_cross(arena, chain, error);
	chain->cc = find(arena, &want_cc, error);
	return chain->cc != NULL;
}
