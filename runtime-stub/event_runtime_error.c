#include "runtime_error.h"

#include <stdio.h>
#include <string.h>

#include "json.h"
#include "output.h"
#include "place.h"
#include "text.h"
#include "value.h"

/* What a failed helper returned; 0 if the event is not about one. */
static int64_t return_code(const struct abi_event *event, const uint8_t *record, size_t size)
{
	size_t at = sizeof(struct abi_record);
	if (!event->helper || size < at + sizeof(int32_t))
		return 0;
	return rt_load_signed(record + at, sizeof(int32_t));
}

static int tell_json(struct rt *rt, const struct abi_event *event, const char *text, int64_t code)
{
	struct rt_text *out = rt_output_begin(rt);
	rt_json_begin(out, event->helper ? "helper_error" : "runtime_error");
	rt_text_add_string(out, ", ");
	rt_json_name(out, "msg");
	rt_json_string(out, text, strlen(text));
	if (event->helper) {
		rt_text_add_string(out, ", ");
		rt_json_name(out, "helper");
		rt_json_string(out, event->helper, strlen(event->helper));
		rt_text_add_string(out, ", ");
		rt_json_name(out, "retcode");
		rt_json_signed(out, code);
	}
	rt_place_json(rt, event, out);
	rt_json_end(out);
	return rt_output_end(rt);
}

/* A block for each call of a macro around the place. */
static void add_expansion(const struct rt *rt, struct abi_place place, struct rt_text *message)
{
	rt_text_add_char(message, '\n');
	rt_place_text(rt, place, message);
	rt_text_add_string(message, "WARNING: expanded from");
	rt_place_quote(rt, place, message);
}

/* code NULL: it is not known. */
static int tell(struct rt *rt, const struct abi_event *event, const char *text, const int64_t *code)
{
	struct rt_text message = { 0 };
	if (rt->options.no_warnings)
		return 0;
	if (rt->options.format == RT_FORMAT_JSON)
		return tell_json(rt, event, text, code ? *code : 0);
	rt_place_text(rt, rt_place_of(event), &message);
	rt_text_add_string(&message, "WARNING: ");
	rt_text_add_string(&message, text);
	rt_place_quote(rt, rt_place_of(event), &message);
	if (event->helper) {
		rt_text_add_string(&message, "\nAdditional Info - helper: ");
		rt_text_add_string(&message, event->helper);
		if (code) {
			rt_text_add_string(&message, ", retcode: ");
			rt_text_add_signed(&message, *code);
		}
	}
	for (uint32_t i = 0; i < event->n_expansions; i++)
		add_expansion(rt, event->expansions[i], &message);
	return rt_place_tell(rt, &message);
}

int rt_runtime_error_tell(struct rt *rt, const struct abi_event *event, int64_t code)
{
	return tell(rt, event, event->text ? event->text : strerror((int)-code), &code);
}

int rt_runtime_error_count(struct rt *rt, const struct abi_event *event, uint64_t n)
{
	char text[128];
	snprintf(text, sizeof(text),
		 "the helper failed %llu time%s; why is told by a ring buffer alone (Linux 5.8)",
		 (unsigned long long)n, n == 1 ? "" : "s");
	return tell(rt, event, text, NULL);
}

static int handle_runtime_error(struct rt *rt, const struct abi_event *event, const uint8_t *record,
				size_t size)
{
	return rt_runtime_error_tell(rt, event, return_code(event, record, size));
}

const struct rt_event_ops rt_event_runtime_error = { .handle = handle_runtime_error };
