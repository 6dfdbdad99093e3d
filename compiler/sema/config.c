#include "sema/config.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "abi.h"
#include "sema/pass.h"

/* In the order of the enums that their numbers are. */
static const char *const cache_words[] = { [ABI_CACHE_PER_PID] = "PER_PID",
					   [ABI_CACHE_PER_PROGRAM] = "PER_PROGRAM",
					   [ABI_CACHE_NONE] = "NONE",
					   NULL };
static const char *const missing_words[] = { [ABI_MISSING_ERROR] = "error",
					     [ABI_MISSING_WARN] = "warn",
					     [ABI_MISSING_IGNORE] = "ignore",
					     NULL };
static const char *const stack_words[] = { [ABI_STACK_BPFTRACE] = "bpftrace",
					   [ABI_STACK_PERF] = "perf",
					   [ABI_STACK_RAW] = "raw",
					   [ABI_STACK_BUILD_ID] = "build_id",
					   NULL };
static const char *const feature_words[] = { "enable", "warn", "error", NULL };
static const char *const licenses[] = {
	"GPL",          "GPL v2", "GPL and additional rights", "Dual BSD/GPL", "Dual MIT/GPL",
	"Dual MPL/GPL", NULL
};

static const struct config_row rows[] = {
#define AT(key) .name = #key, .offset = offsetof(struct config, key)
#define CONFIG_NUMBER(key, value, low, high, text)                    \
	{ AT(key),        .kind = CONFIG_KIND_NUMBER, .least = (low), \
	  .most = (high), .default_text = #value,     .help = (text) },
#define CONFIG_FLAG(key, value, text) \
	{ AT(key), .kind = CONFIG_KIND_FLAG, .default_text = #value, .help = (text) },
#define CONFIG_TEXT(key, value, text) \
	{ AT(key), .kind = CONFIG_KIND_TEXT, .default_text = (value), .help = (text) },
#define CONFIG_WORD(key, list, value, text)                                           \
	{ AT(key), .kind = CONFIG_KIND_WORD, .words = (list), .default_text = #value, \
	  .help = (text) },
#define CONFIG_RENAMED(old, key)
#define CONFIG_IGNORED(key)
#define CONFIG_ENVIRONMENT(key)
#include "config.def"
};

/* Keys that are no rows. */
static const struct special_key {
	const char *name;
	const char *now; /* the new name of a renamed key */
	bool is_ignored;
} special_keys[] = {
#define CONFIG_NUMBER(key, value, low, high, text)
#define CONFIG_FLAG(key, value, text)
#define CONFIG_TEXT(key, value, text)
#define CONFIG_WORD(key, list, value, text)
#define CONFIG_RENAMED(old, key) { #old, #key, false },
#define CONFIG_IGNORED(key)      { #key, NULL, true },
#define CONFIG_ENVIRONMENT(key)  { #key, NULL, false },
#include "config.def"
};

#define N_ROWS (sizeof(rows) / sizeof(rows[0]))

/* The rows that a built tool takes from its environment. */
static const char *const run_keys[] = {
#define CONFIG_NUMBER(key, value, low, high, text)
#define CONFIG_FLAG(key, value, text)
#define CONFIG_TEXT(key, value, text)
#define CONFIG_WORD(key, list, value, text)
#define CONFIG_RENAMED(old, key)
#define CONFIG_IGNORED(key)
#define CONFIG_ENVIRONMENT(key)
#define RUN_NUMBER(key, value, low, high, text) #key,
#define RUN_FLAG(key, value, text)              #key,
#define RUN_TEXT(key, value, text)              #key,
#define RUN_WORD(key, list, value, text)        #key,
#include "config.def"
};

const struct config_row *config_rows(size_t *count)
{
	*count = N_ROWS;
	return rows;
}

bool config_is_run_key(const char *key)
{
	for (size_t i = 0; i < sizeof(run_keys) / sizeof(run_keys[0]); i++) {
		if (strcasecmp(run_keys[i], key) == 0)
			return true;
	}
	return false;
}

static void *member_of(struct config *config, const struct config_row *row)
{
	return (char *)config + row->offset;
}

void config_init(struct config *config)
{
	for (size_t i = 0; i < N_ROWS; i++) {
		const struct config_row *row = &rows[i];
		void *member = member_of(config, row);

		switch (row->kind) {
		case CONFIG_KIND_NUMBER:
			*(uint64_t *)member = strtoull(row->default_text, NULL, 10);
			break;
		case CONFIG_KIND_FLAG:
			*(bool *)member = strcmp(row->default_text, "true") == 0;
			break;
		case CONFIG_KIND_TEXT:
			*(const char **)member = row->default_text;
			break;
		case CONFIG_KIND_WORD:
			*(int *)member = row->default_text[0] - '0';
			break;
		}
	}
}

/* A value as the script or the command line gives it. */
struct value {
	struct span span;
	const char *text; /* of a string or word, else NULL */
	uint64_t number;
	bool is_number,
		is_flag; /* a flag is 0 or 1 in number, and a number too for feature words */
};

static int word_index(const char *const *words, const char *text)
{
	for (int i = 0; words[i] != NULL; i++) {
		if (strcasecmp(words[i], text) == 0)
			return i;
	}
	return -1;
}

static const char *list_of(struct arena *arena, const char *const *words)
{
	const char *list = words[0];

	for (size_t i = 1; words[i] != NULL; i++)
		list = arena_printf(arena, "%s%s%s", list, words[i + 1] == NULL ? " or " : ", ",
				    words[i]);
	return list;
}

static void set_word(struct sema *s, const struct config_row *row, const struct value *value)
{
	int index = value->text != NULL ? word_index(row->words, value->text) : -1;

	if (value->is_number && value->number <= 1 && row->words == feature_words)
		index = value->number ? 0 : 2;
	if (index < 0) {
		diag_report(s->diag, value->span, DIAG_CONFIG_VALUE, row->name,
			    list_of(s->arena, row->words));
		return;
	}
	*(int *)member_of(&s->info->config, row) = index;
}

static void set_text(struct sema *s, const struct config_row *row, const struct value *value)
{
	if (value->text == NULL) {
		diag_report(s->diag, value->span, DIAG_CONFIG_VALUE, row->name, "a string");
		return;
	}
	if (strcmp(row->name, "license") == 0 && word_index(licenses, value->text) < 0) {
		diag_report(s->diag, value->span, DIAG_CONFIG_VALUE, row->name,
			    list_of(s->arena, licenses));
		return;
	}
	*(const char **)member_of(&s->info->config, row) = value->text;
}

static void set_number(struct sema *s, const struct config_row *row, const struct value *value)
{
	if (!value->is_number || value->is_flag || value->number < row->least ||
	    value->number > row->most) {
		diag_report(s->diag, value->span, DIAG_CONFIG_VALUE, row->name,
			    arena_printf(s->arena, "a number from %llu to %llu",
					 (unsigned long long)row->least,
					 (unsigned long long)row->most));
		return;
	}
	*(uint64_t *)member_of(&s->info->config, row) = value->number;
}

static void set_flag(struct sema *s, const struct config_row *row, const struct value *value)
{
	if (!value->is_number || value->number > 1) {
		diag_report(s->diag, value->span, DIAG_CONFIG_VALUE, row->name, "true or false");
		return;
	}
	*(bool *)member_of(&s->info->config, row) = value->number != 0;
}

static const struct config_row *find_row(const char *key)
{
	for (size_t i = 0; i < N_ROWS; i++) {
		if (strcasecmp(rows[i].name, key) == 0)
			return &rows[i];
	}
	return NULL;
}

enum config_feature config_feature(const struct config *config, const char *key)
{
	const struct config_row *row = find_row(key);

	if (row == NULL || row->words != feature_words)
		BUG("%s is no feature", key);
	return *(const int *)((const char *)config + row->offset);
}

bool config_is_key(const char *key)
{
	for (size_t i = 0; i < sizeof(special_keys) / sizeof(special_keys[0]); i++) {
		if (strcasecmp(special_keys[i].name, key) == 0)
			return special_keys[i].now != NULL || special_keys[i].is_ignored;
	}
	return find_row(key) != NULL;
}

static void report_unknown(struct sema *s, struct span span, const char *key)
{
	const char *names[N_ROWS];

	for (size_t i = 0; i < N_ROWS; i++)
		names[i] = rows[i].name;
	diag_report(s->diag, span, DIAG_CONFIG_UNKNOWN, key);
	diag_did_you_mean(s->diag, key, names, N_ROWS);
}

/* The row of a key in any spelling; NULL, and said why, if there is nothing to set. */
static const struct config_row *row_of_key(struct sema *s, struct span span, const char *key,
					   bool *is_negated)
{
	const char *bare = strncasecmp(key, "BPFTRACE_", 9) == 0 ? key + 9 : key;
	const struct config_row *row = find_row(bare);

	*is_negated = false;
	for (size_t i = 0; row == NULL && i < sizeof(special_keys) / sizeof(special_keys[0]); i++) {
		const struct special_key *special = &special_keys[i];

		if (strcasecmp(special->name, bare) != 0)
			continue;
		if (special->now != NULL) {
			diag_report(s->diag, span, DIAG_CONFIG_RENAMED, special->name,
				    special->now);
			*is_negated = strncmp(special->name, "no_", 3) == 0;
			return find_row(special->now);
		}
		diag_report(s->diag, span,
			    special->is_ignored ? DIAG_CONFIG_IGNORED : DIAG_CONFIG_ENVIRONMENT,
			    special->name);
		return NULL;
	}
	if (row == NULL)
		report_unknown(s, span, key);
	return row;
}

static void set_key(struct sema *s, struct span span, const char *key, struct value value)
{
	bool is_negated;
	const struct config_row *row = row_of_key(s, span, key, &is_negated);

	if (row == NULL)
		return;
	if (is_negated && value.is_number)
		value.number = !value.number;
	switch (row->kind) {
	case CONFIG_KIND_NUMBER:
		set_number(s, row, &value);
		break;
	case CONFIG_KIND_FLAG:
		set_flag(s, row, &value);
		break;
	case CONFIG_KIND_TEXT:
		set_text(s, row, &value);
		break;
	case CONFIG_KIND_WORD:
		set_word(s, row, &value);
		break;
	}
}

static struct value value_of_node(const struct node *node)
{
	struct value value = { .span = node->span };

	switch (node->kind) {
	case NODE_INT:
		value.is_number = true;
		value.number = node->integer.value;
		break;
	case NODE_BOOL:
		value.is_number = value.is_flag = true;
		value.number = node->boolean;
		break;
	case NODE_STRING:
		value.text = node->string.text;
		break;
	case NODE_IDENT:
		value.text = node->ident.name;
		break;
	default:
		break;
	}
	return value;
}

/* "key=value" of the command line; digits are a number, true and false flags. */
static void set_option(struct sema *s, const char *option)
{
	const char *equals = strchr(option, '=');
	struct value value = { 0 };
	const char *key;
	char *end;

	if (equals == NULL) {
		diag_report(s->diag, (struct span){ 0 }, DIAG_CONFIG_OPTION, option);
		return;
	}
	key = arena_strndup(s->arena, option, (size_t)(equals - option));
	value.text = equals + 1;
	if (strcmp(value.text, "true") == 0 || strcmp(value.text, "false") == 0) {
		value.is_number = value.is_flag = true;
		value.number = value.text[0] == 't';
	} else if (isdigit((unsigned char)value.text[0])) {
		errno = 0;
		value.number = strtoull(value.text, &end, 0);
		value.is_number = *end == '\0' && errno == 0;
	}
	set_key(s, (struct span){ 0 }, key, value);
}

/* Needs: nothing. Leaves: info->config; config roots are done with. */
void read_config(struct sema *s)
{
	config_init(&s->info->config);
	for (size_t i = 0; i < s->script->roots.count; i++) {
		const struct node *root = s->script->roots.items[i];

		if (root->kind != NODE_CONFIG)
			continue;
		for (size_t k = 0; k < root->config.count; k++) {
			const struct node *entry = root->config.items[k];

			if (entry->kind == NODE_ASSIGN && entry->assign.target->kind == NODE_IDENT)
				set_key(s, entry->assign.target->span,
					entry->assign.target->ident.name,
					value_of_node(entry->assign.value));
		}
	}
	for (size_t i = 0; i < s->options->n_config; i++)
		set_option(s, s->options->config[i]);
}
