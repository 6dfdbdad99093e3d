#include "params.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "number.h"
#include "rt.h"

/* $N as text; NULL if it was not given. */
static const char *positional(const struct rt *rt, uint64_t n)
{
	bool is_given = n >= 1 && n <= (uint64_t)rt->options.n_positional;
	return is_given ? rt->options.positional[n - 1] : NULL;
}

static const char *named(const struct rt *rt, uint32_t index)
{
	const char *given = rt->options.named[index];
	const char *fallback = rt->tool->params[index].default_text;
	if (given)
		return given;
	if (fallback)
		return fallback;
	return rt->tool->params[index].type->kind == ABI_VALUE_BOOL ? "false" : "";
}

static int parse_bool(const char *text, bool *value)
{
	static const char *const words[][2] = {
		{ "false", "true" }, { "0", "1" }, { "off", "on" }, { "no", "yes" }
	};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		for (int truth = 0; truth < 2; truth++) {
			if (strcasecmp(text, words[i][truth]))
				continue;
			*value = truth;
			return 0;
		}
	}
	return -EINVAL;
}

/* may_wrap: the number may be an address, which is a negative one in 64 bits. */
static int check_number(const struct rt *rt, const char *name, const char *text, bool is_signed,
			bool may_wrap)
{
	uint64_t value;
	int err = rt_number_parse(text, &value);
	bool is_negative = !err && *text == '-';
	if (is_negative && !is_signed)
		err = -ERANGE;
	if (!err && is_signed && !is_negative && !may_wrap && value > INT64_MAX)
		err = -ERANGE;
	if (err == -ERANGE)
		rt_error(rt, "parameter %s is %s, which is out of range for %s", name, text,
			 is_signed ? "int64" : "uint64");
	else if (err)
		rt_error(rt, "parameter %s is '%s', but the script needs a number there", name,
			 text);
	return err;
}

static int check_size(const struct rt *rt, const char *name, const char *text, uint32_t size)
{
	if (strlen(text) < size)
		return 0;
	rt_error(rt, "parameter %s is longer than %u bytes", name, size - 1);
	return -E2BIG;
}

static int check_named(const struct rt *rt, uint32_t index)
{
	const struct abi_param *param = &rt->tool->params[index];
	const char *text = rt->options.named[index];
	char name[80];
	bool truth;
	snprintf(name, sizeof(name), "--%s", param->name);
	if (!text)
		return 0;
	if (param->type->kind == ABI_VALUE_STRING)
		return check_size(rt, name, text, param->type->size);
	if (param->type->kind != ABI_VALUE_BOOL)
		return check_number(rt, name, text, param->type->is_signed, false);
	if (!parse_bool(text, &truth))
		return 0;
	rt_error(rt, "parameter %s is '%s', but it is a boolean: true or false", name, text);
	return -EINVAL;
}

/* Several constants may hold one parameter; it is warned of once. */
static bool is_first_use(const struct rt *rt, const struct abi_patch *patch)
{
	for (const struct abi_patch *p = rt->tool->patches; p < patch; p++)
		if (p->kind == patch->kind && p->index == patch->index)
			return false;
	return true;
}

static int check_positional(const struct rt *rt, const struct abi_patch *patch)
{
	const char *text = positional(rt, patch->index);
	char name[16];
	snprintf(name, sizeof(name), "$%u", patch->index);
	if (!is_first_use(rt, patch))
		return 0;
	if (text && patch->kind == ABI_PATCH_PARAM_INT)
		return check_number(rt, name, text, true, true);
	if (text)
		return check_size(rt, name, text, patch->size);
	if (patch->kind == ABI_PATCH_PARAM_INT)
		rt_warning(rt, "parameter %s was not given; it is 0", name);
	return 0;
}

static int fill_bytes(uint8_t *place, uint32_t size, const void *bytes, size_t n_bytes)
{
	if (n_bytes > size)
		return -E2BIG;
	memset(place, 0, size);
	memcpy(place, bytes, n_bytes);
	return 0;
}

static int fill_number(const char *text, const struct abi_patch *patch, uint8_t *place)
{
	uint64_t value = 0;
	int err = text ? rt_number_parse(text, &value) : 0;
	return err ? err : fill_bytes(place, patch->size, &value, sizeof(value));
}

int rt_params_fill_int(struct rt *rt, const struct abi_patch *patch, uint8_t *place)
{
	return fill_number(positional(rt, patch->index), patch, place);
}

int rt_params_fill_text(struct rt *rt, const struct abi_patch *patch, uint8_t *place)
{
	const char *text = positional(rt, patch->index);
	return fill_bytes(place, patch->size, text ? text : "", text ? strlen(text) + 1 : 1);
}

int rt_params_fill_named(struct rt *rt, const struct abi_patch *patch, uint8_t *place)
{
	const char *text = named(rt, patch->index);
	bool truth = false;
	switch (rt->tool->params[patch->index].type->kind) {
	case ABI_VALUE_STRING:
		return fill_bytes(place, patch->size, text, strlen(text) + 1);
	case ABI_VALUE_BOOL:
		if (parse_bool(text, &truth))
			return -EINVAL;
		return fill_bytes(place, patch->size, &(uint8_t){ truth }, 1);
	default:
		return fill_number(text, patch, place);
	}
}

/* A "$" in front of a digit from 1 to 9; NULL if there is none. */
static const char *find_reference(const char *text)
{
	for (; *text; text++)
		if (text[0] == '$' && text[1] >= '1' && text[1] <= '9')
			return text;
	return NULL;
}

int rt_params_expand(const struct rt *rt, const char *text, char **expanded, unsigned *missing)
{
	char *out = NULL;
	size_t size = 0;
	FILE *stream = open_memstream(&out, &size);
	if (!stream)
		return -ENOMEM;
	int err = 0;
	for (const char *dollar = find_reference(text); dollar; dollar = find_reference(text)) {
		uint64_t n;
		const char *end;
		if (rt_number_prefix(dollar + 1, &n, &end))
			n = UINT32_MAX;
		const char *value = positional(rt, n);
		if (!value) {
			*missing = (unsigned)n;
			err = -ENOENT;
			break;
		}
		fwrite(text, 1, (size_t)(dollar - text), stream);
		fputs(value, stream);
		text = end;
	}
	fputs(text, stream);
	if (fclose(stream) && !err)
		err = -ENOMEM;
	if (err)
		free(out);
	else
		*expanded = out;
	return err;
}

/* Attach points cannot do without theirs. */
static int check_parts(const struct rt *rt, const struct abi_probe *probe)
{
	for (uint32_t i = 0; i < probe->n_parts; i++) {
		char *expanded = NULL;
		unsigned missing = 0;
		int err = rt_params_expand(rt, probe->parts[i], &expanded, &missing);
		free(expanded);
		if (err == -ENOENT)
			rt_error(rt, "probe %s needs parameter $%u, which was not given",
				 probe->text, missing);
		if (err)
			return err;
	}
	return 0;
}

int rt_params_check(struct rt *rt)
{
	int first = 0;
	for (uint32_t i = 0; i < rt->tool->n_params; i++) {
		int err = check_named(rt, i);
		first = first ? first : err;
	}
	for (uint32_t i = 0; i < rt->tool->n_patches; i++) {
		const struct abi_patch *patch = &rt->tool->patches[i];
		if (patch->kind != ABI_PATCH_PARAM_INT && patch->kind != ABI_PATCH_PARAM_TEXT)
			continue;
		int err = check_positional(rt, patch);
		first = first ? first : err;
	}
	for (uint32_t i = 0; i < rt->tool->n_probes; i++) {
		int err = check_parts(rt, &rt->tool->probes[i]);
		first = first ? first : err;
	}
	return first;
}
