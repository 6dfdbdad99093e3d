#include "stack.h"

#include <stdio.h>

#include "cache.h"
#include "limit.h"
#include "text.h"
#include "value.h"

uint64_t rt_frame_address(const struct rt_frames *frames, size_t i)
{
	return rt_load_unsigned(frames->data + i * sizeof(uint64_t), sizeof(uint64_t));
}

struct rt_frames rt_frames_of(const struct rt_value *value, size_t head_size, size_t frame_size)
{
	struct rt_frames frames = { value->data, value->size / frame_size, false };
	if (value->is_packed)
		return frames;
	if (value->size < head_size)
		return (struct rt_frames){ 0 };
	frames.data = value->data + head_size;
	frames.n = (value->size - head_size) / frame_size;
	uint64_t count = rt_load_unsigned(frames.data - sizeof(count), sizeof(count));
	if (count < frames.n) {
		frames.n = (size_t)count;
		frames.is_cut = frame_size == sizeof(uint64_t) &&
				rt_frame_address(&frames, frames.n) == ABI_UNWIND_FAILURE;
	}
	return frames;
}

/* 0: the kernel does not tell. */
static unsigned kernel_limit(void)
{
	unsigned limit = 0;
	FILE *file = fopen("/proc/sys/kernel/perf_event_max_stack", "re");
	if (file && fscanf(file, "%u", &limit) != 1)
		limit = 0;
	if (file)
		fclose(file);
	return limit;
}

struct checked {
	struct rt_cache head;
	bool has_warned;
};

static const struct rt_cache_kind checked_kind = { sizeof(struct checked), NULL };

void rt_stack_check_limit(struct rt *rt, const struct abi_type *type)
{
	struct checked *checked = (struct checked *)rt_cache_get(rt, &checked_kind);
	unsigned limit = kernel_limit();
	// Nobody has asked for the default.
	if (!checked || checked->has_warned || !limit || type->count <= limit ||
	    type->count <= LIMIT_STACK_DEPTH_DEFAULT)
		return;
	rt_warning(rt,
		   "stacks end after %u frames instead of %u: kernel.perf_event_max_stack is %u "
		   "here",
		   limit, type->count, limit);
	checked->has_warned = true;
}

static void add_name(const struct rt_frame *frame, struct rt_text *out)
{
	rt_text_add_string(out, frame->name);
	rt_text_add_char(out, '+');
	rt_text_add_unsigned(out, frame->offset);
}

static void add_perf(const struct rt_frame *frame, struct rt_text *out)
{
	rt_text_add_char(out, '\t');
	rt_text_add_hex(out, frame->address);
	rt_text_add_separator(out, " ");
	if (frame->name)
		add_name(frame, out);
	else
		rt_text_add_string(out, "[unknown]");
	if (frame->file) {
		rt_text_add_separator(out, " (");
		rt_text_add_string(out, frame->file);
		rt_text_add_char(out, ')');
	}
}

static void add_source(const char *source, struct rt_text *out)
{
	if (!source)
		return;
	rt_text_add_char(out, '@');
	rt_text_add_string(out, source);
}

void rt_frame_inlined_text(enum abi_stack_mode mode, const struct rt_frame *frame, const char *name,
			   const char *source, struct rt_text *out)
{
	if (mode == ABI_STACK_PERF) {
		rt_text_add_char(out, '\t');
		rt_text_add_hex(out, frame->address);
		rt_text_add_char(out, ' ');
		rt_text_add_string(out, name);
		rt_text_add_string(out, " (inlined)");
	} else {
		rt_text_add_string(out, "        [inlined] ");
		rt_text_add_string(out, name);
		add_source(source, out);
	}
	rt_text_add_char(out, '\n');
}

void rt_frame_failure_text(enum abi_stack_mode mode, struct rt_text *out)
{
	if (mode == ABI_STACK_BPFTRACE)
		rt_text_add_separator(out, "        ");
	else if (mode == ABI_STACK_PERF)
		rt_text_add_char(out, '\t');
	rt_text_add_string(out, "<unwind failure>\n");
}

void rt_frame_text(enum abi_stack_mode mode, const struct rt_frame *frame, struct rt_text *out)
{
	switch (mode) {
	case ABI_STACK_PERF:
		add_perf(frame, out);
		break;
	case ABI_STACK_RAW:
	case ABI_STACK_BUILD_ID:
		rt_text_add_hex(out, frame->address);
		break;
	case ABI_STACK_BPFTRACE:
		rt_text_add_separator(out, "        ");
		if (frame->name) {
			add_name(frame, out);
			add_source(frame->source, out);
		} else {
			rt_text_add_string(out, "0x");
			rt_text_add_hex(out, frame->address);
		}
		break;
	}
	rt_text_add_char(out, '\n');
}
