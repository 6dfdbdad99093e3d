#include <linux/bpf.h>
#include <string.h>

#include "capability.h"
#include "debug_info.h"
#include "json.h"
#include "stack.h"
#include "text.h"
#include "usyms.h"
#include "value.h"

static void usym_text(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	struct abi_usym usym;
	struct rt_usym found = { 0 };
	if (value->size < sizeof(usym))
		return;
	memcpy(&usym, value->data, sizeof(usym));
	struct rt_process *process = rt_process_find(rt, usym.pid);
	if (process)
		found = rt_usym_find(rt, process, usym.address);
	if (found.name) {
		rt_text_add_string(out, found.name);
		return;
	}
	rt_text_add_string(out, "0x");
	rt_text_add_hex(out, usym.address);
}

static int usym_prepare(struct rt *rt, const struct abi_type *type)
{
	(void)type;
	return rt_usyms_prepare(rt);
}

const struct rt_value_ops rt_value_usym = {
	.name = "usym_t",
	.text = usym_text,
	.json = rt_json_of_text,
	.prepare = usym_prepare,
	.keeps = RT_CAPABILITY(DAC_READ_SEARCH) | RT_CAPABILITY(SYS_PTRACE) |
		 RT_CAPABILITY(CHECKPOINT_RESTORE),
};

/* 40 hex digits and the offset in the file; what the kernel found no build id for is an address. */
static void build_id_text(const struct rt_value *value, struct rt_text *out)
{
	struct bpf_stack_build_id frame;
	struct rt_frames frames = rt_frames_of(value, sizeof(struct abi_ustack), sizeof(frame));
	for (size_t i = 0; i < frames.n; i++) {
		memcpy(&frame, frames.data + i * sizeof(frame), sizeof(frame));
		if (frame.status == BPF_STACK_BUILD_ID_VALID) {
			for (size_t byte = 0; byte < BPF_BUILD_ID_SIZE; byte++)
				rt_text_add_digits(out, frame.build_id[byte], 16, 2);
			rt_text_add_string(out, " 0x");
		}
		rt_text_add_hex(out, frame.offset); // shares its place with the address
		rt_text_add_char(out, '\n');
	}
}

static uint32_t pid_of(const struct rt_value *value)
{
	struct abi_ustack head;
	if (value->is_packed || value->size < sizeof(head))
		return value->extra;
	memcpy(&head, value->data, sizeof(head));
	return head.pid;
}

/*
 * All frames but the first, and those that a signal has interrupted, are where a call returns to. Behind a call that does not return
 * the next function may begin, so it is the call that is looked for; before the code that a
 * handler of signals returns to there is none. Gives what was looked for.
 */
static uint64_t name_frame(struct rt *rt, struct rt_process *process, struct rt_frame *frame,
			   bool is_caller)
{
	struct rt_usym found = rt_usym_find(rt, process, frame->address - is_caller);
	if (!found.name && is_caller) {
		is_caller = false;
		found = rt_usym_find(rt, process, frame->address);
	}
	frame->name = found.name;
	frame->offset = found.offset + is_caller;
	frame->file = found.file;
	return frame->address - is_caller;
}

/* The functions that were inlined there, and where in the source the frame is. */
static void add_places(struct rt *rt, struct rt_process *process, struct rt_frame *frame,
		       uint64_t address, enum abi_stack_mode mode, struct rt_text *out)
{
	const struct rt_places *places = rt->tool->debug->find(rt, process, address);
	for (size_t i = 0; places && i < places->n; i++) {
		const struct rt_place *place = &places->items[i];
		if (place->name)
			rt_frame_inlined_text(mode, frame, place->name, place->source, out);
		else
			frame->source = place->source;
	}
}

static void ustack_text(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	struct rt_frames frames = rt_frames_of(value, sizeof(struct abi_ustack), sizeof(uint64_t));
	enum abi_stack_mode mode = (enum abi_stack_mode)value->type->bits;
	struct rt_process *process = NULL;
	rt_text_add_char(out, '\n');
	if (mode == ABI_STACK_BUILD_ID) {
		build_id_text(value, out);
		return;
	}
	if (mode != ABI_STACK_RAW && frames.n)
		process = rt_process_find(rt, pid_of(value));
	for (size_t i = 0; i < frames.n; i++) {
		uint64_t bits = rt_frame_address(&frames, i);
		struct rt_frame frame = { .address = bits & ~ABI_UNWIND_INTERRUPTED };
		if (process) {
			bool is_caller = i > 0 && !(bits & ABI_UNWIND_INTERRUPTED);
			uint64_t address = name_frame(rt, process, &frame, is_caller);
			if (rt->tool->debug)
				add_places(rt, process, &frame, address, mode, out);
		}
		rt_frame_text(mode, &frame, out);
	}
	if (frames.is_cut)
		rt_frame_failure_text(mode, out);
}

/* Stacks of numbers name nothing. */
static int ustack_prepare(struct rt *rt, const struct abi_type *type)
{
	rt_stack_check_limit(rt, type);
	bool is_named = type->bits == ABI_STACK_BPFTRACE || type->bits == ABI_STACK_PERF;
	return is_named ? rt_usyms_prepare(rt) : 0;
}

const struct rt_value_ops rt_value_ustack = {
	.name = "ustack",
	.text = ustack_text,
	.json = rt_json_of_text,
	.prepare = ustack_prepare,
	.keeps = RT_CAPABILITY(DAC_READ_SEARCH) | RT_CAPABILITY(SYS_PTRACE) |
		 RT_CAPABILITY(CHECKPOINT_RESTORE),
};
