/*
 * A running tool's state for tests of the runtime's core, and what it says on stderr.
 */
#ifndef TESTS_RT_CORE_H
#define TESTS_RT_CORE_H

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "rt.h"

struct core_fixture {
	struct rt rt;
	struct abi_tool tables;
	struct abi_settings settings;
	int kept_stderr, captured;
	char said[1024];
};

static inline void core_init(struct core_fixture *fixture)
{
	memset(fixture, 0, sizeof(*fixture));
	fixture->tables.settings = &fixture->settings;
	fixture->tables.name = "t";
	fixture->rt.tool = &fixture->tables;
	fixture->rt.program_name = "t";
	fixture->rt.events_fd = fixture->rt.loss_fd = fixture->rt.types_fd = -1;
}

/* From here to core_said, stderr is kept. */
static inline void core_listen(struct core_fixture *fixture)
{
	fixture->kept_stderr = dup(STDERR_FILENO);
	fixture->captured = memfd_create("stderr", MFD_CLOEXEC);
	dup2(fixture->captured, STDERR_FILENO);
}

static inline const char *core_said(struct core_fixture *fixture)
{
	dup2(fixture->kept_stderr, STDERR_FILENO);
	close(fixture->kept_stderr);
	ssize_t n = pread(fixture->captured, fixture->said, sizeof(fixture->said) - 1, 0);
	fixture->said[n > 0 ? n : 0] = 0;
	close(fixture->captured);
	return fixture->said;
}

#endif
