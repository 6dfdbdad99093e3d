#include "settings.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "rt.h"

enum setting_kind { SETTING_BUILT_IN, SETTING_NUMBER, SETTING_FLAG, SETTING_TEXT, SETTING_WORD };

struct setting {
	const char *name;
	enum setting_kind kind;
	size_t offset, size; /* of the member of struct abi_settings */
	uint64_t least, most;
	const char *const *words;
};

/* In the order of the enums that their numbers are. */
static const char *const cache_words[] = { [ABI_CACHE_PER_PID] = "PER_PID",
					   [ABI_CACHE_PER_PROGRAM] = "PER_PROGRAM",
					   [ABI_CACHE_NONE] = "NONE",
					   NULL };
static const char *const missing_words[] = { [ABI_MISSING_ERROR] = "error",
					     [ABI_MISSING_WARN] = "warn",
					     [ABI_MISSING_IGNORE] = "ignore",
					     NULL };

static const struct setting settings_known[] = {
#define MEMBER(key, of)                                                                      \
	.name = #key, .kind = (of), .offset = offsetof(struct abi_settings, key),             \
	.size = sizeof(((struct abi_settings *)0)->key)
#define RUN_NUMBER(key, value, low, high, help) \
	{ MEMBER(key, SETTING_NUMBER), .least = (low), .most = (high) },
#define RUN_FLAG(key, value, help)                 { MEMBER(key, SETTING_FLAG) },
#define RUN_TEXT(key, value, help)                 { MEMBER(key, SETTING_TEXT) },
#define RUN_WORD(key, list, value, help)           { MEMBER(key, SETTING_WORD), .words = (list) },
#define CONFIG_NUMBER(key, value, low, high, help) { .name = #key },
#define CONFIG_FLAG(key, value, help)              { .name = #key },
#define CONFIG_TEXT(key, value, help)              { .name = #key },
#define CONFIG_WORD(key, list, value, help)        { .name = #key },
#define CONFIG_RENAMED(old, key)
#define CONFIG_IGNORED(key)
#define CONFIG_ENVIRONMENT(key)
#include "config.def"
#undef MEMBER
};

/* Of 1, 4 or 8 bytes. */
static void store(struct abi_settings *settings, const struct setting *setting, uint64_t value)
{
	void *place = (char *)settings + setting->offset;
	uint32_t number = (uint32_t)value;
	uint8_t byte = (uint8_t)value;
	memcpy(place, setting->size == sizeof(number) ? (void *)&number : (void *)&byte,
	       setting->size == sizeof(number) ? sizeof(number) : sizeof(byte));
}

static bool set_number(struct abi_settings *settings, const struct setting *setting,
		       const char *text)
{
	char *end;
	errno = 0;
	unsigned long long value = strtoull(text, &end, 0);
	if (!isdigit((unsigned char)*text) || *end || errno || value < setting->least ||
	    value > setting->most)
		return false;
	store(settings, setting, value);
	return true;
}

static bool set_flag(struct abi_settings *settings, const struct setting *setting, const char *text)
{
	bool is_true = !strcmp(text, "1") || !strcasecmp(text, "true");
	if (!is_true && strcmp(text, "0") != 0 && strcasecmp(text, "false") != 0)
		return false;
	store(settings, setting, is_true);
	return true;
}

static bool set_word(struct abi_settings *settings, const struct setting *setting, const char *text)
{
	for (unsigned i = 0; setting->words[i]; i++) {
		if (strcasecmp(setting->words[i], text) != 0)
			continue;
		store(settings, setting, i);
		return true;
	}
	return false;
}

static void print_wanted(char *out, size_t size, const struct setting *setting)
{
	if (setting->kind == SETTING_NUMBER)
		snprintf(out, size, "a number from %llu to %llu",
			 (unsigned long long)setting->least, (unsigned long long)setting->most);
	else if (setting->kind == SETTING_FLAG)
		snprintf(out, size, "0 or 1");
	else
		snprintf(out, size, "%s, %s or %s", setting->words[0], setting->words[1],
			 setting->words[2]);
}

static int override(const struct rt *rt, struct abi_settings *settings,
		    const struct setting *setting, const char *name, const char *text)
{
	char wanted[64];
	bool is_set = true;
	switch (setting->kind) {
	case SETTING_BUILT_IN:
		rt_warning(rt, "%s has no effect here: it was decided when this tool was built",
			   name);
		break;
	case SETTING_NUMBER:
		is_set = set_number(settings, setting, text);
		break;
	case SETTING_FLAG:
		is_set = set_flag(settings, setting, text);
		break;
	case SETTING_TEXT:
		memcpy((char *)settings + setting->offset, &text, sizeof(text));
		break;
	case SETTING_WORD:
		is_set = set_word(settings, setting, text);
		break;
	}
	if (is_set)
		return 0;
	print_wanted(wanted, sizeof(wanted), setting);
	rt_error(rt, "%s is '%s'; it must be %s", name, text, wanted);
	return -EINVAL;
}

int rt_settings_override(const struct rt *rt, struct abi_settings *settings)
{
	int first = 0;
	for (size_t i = 0; i < sizeof(settings_known) / sizeof(settings_known[0]); i++) {
		const struct setting *setting = &settings_known[i];
		char name[64];
		size_t n = (size_t)snprintf(name, sizeof(name), "BPFTRACE_%s", setting->name);
		for (size_t k = 0; k < n && k < sizeof(name); k++)
			name[k] = (char)toupper((unsigned char)name[k]);
		const char *text = getenv(name);
		int err = text ? override(rt, settings, setting, name, text) : 0;
		first = first ? first : err;
	}
	return first;
}
