#include "problem.h"

#include <errno.h>
#include <string.h>

const char *rt_problem_text(int err)
{
	switch (-err) {
	case EMFILE:
		return "too many open files, of which each probe, program and map is one; raise "
		       "ulimit -n";
	case ENFILE:
		return "the system has too many open files; raise the sysctl fs.file-max";
	default:
		return strerror(-err);
	}
}
