/*
 * A binary whose debug information a script needs.
 */
#ifndef SEMA_USER_BINARY_H
#define SEMA_USER_BINARY_H

struct debug_info;

struct user_binary {
	const char *name;        /* as the script has it */
	const char *path;        /* where it is found */
	struct debug_info *info; /* NULL: */
	const char *error;       /* why, to go behind a colon */
};

#endif
