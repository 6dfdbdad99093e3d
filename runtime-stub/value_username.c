/*
 * User names out of /etc/passwd, read by hand: the C library's functions for it
 * load shared libraries, and a tool has none.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cache.h"
#include "json.h"
#include "text.h"
#include "value.h"

struct user {
	uint32_t uid;
	size_t name; /* where it begins in the text, NUL-terminated */
};

struct users {
	struct rt_cache head;
	bool is_loaded;
	struct user *users;
	size_t n;
	struct rt_text names;
};

static void release_users(struct rt_cache *cache)
{
	struct users *users = (struct users *)cache;
	free(users->users);
	rt_text_release(&users->names);
}

static const struct rt_cache_kind users_kind = { sizeof(struct users), release_users };

/* Adds the user of a line "name:password:uid:...". */
static void add_user(struct users *users, char *line)
{
	char *colon = strchr(line, ':');
	char *number = colon ? strchr(colon + 1, ':') : NULL;
	char *end;
	if (!number)
		return;
	*colon = '\0';
	unsigned long long uid = strtoull(number + 1, &end, 10);
	if (end == number + 1 || *end != ':' || uid > UINT32_MAX)
		return;
	struct user *grown = realloc(users->users, (users->n + 1) * sizeof(*grown));
	if (!grown)
		return;
	users->users = grown;
	grown[users->n++] = (struct user){ (uint32_t)uid, users->names.length };
	rt_text_add(&users->names, line, strlen(line) + 1);
}

static void load_users(struct users *users)
{
	char *line = NULL;
	size_t room = 0;
	FILE *file = fopen("/etc/passwd", "re");
	users->is_loaded = true;
	if (!file)
		return;
	while (getline(&line, &room, file) > 0)
		add_user(users, line);
	free(line);
	fclose(file);
}

/* A user without a name prints as the number. */
static void username_text(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	struct users *users = (struct users *)rt_cache_get(rt, &users_kind);
	uint64_t uid = rt_load_unsigned(value->data, value->size);
	if (users && !users->is_loaded)
		load_users(users);
	for (size_t i = 0; users && !users->names.failed && i < users->n; i++) {
		if (users->users[i].uid == uid) {
			rt_text_add_string(out, users->names.data + users->users[i].name);
			return;
		}
	}
	rt_text_add_unsigned(out, uid);
}

const struct rt_value_ops rt_value_username = {
	.name = "user name",
	.text = username_text,
	.json = rt_json_of_text,
};
