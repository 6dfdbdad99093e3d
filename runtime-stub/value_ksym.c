#include "capability.h"
#include "json.h"
#include "ksyms.h"
#include "stack.h"
#include "text.h"
#include "value.h"

static void ksym_text(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	uint64_t offset;
	uint64_t address = rt_load_unsigned(value->data, value->size);
	const char *name = rt_ksym_find(rt, address, &offset);
	if (name) {
		rt_text_add_string(out, name);
		return;
	}
	rt_text_add_string(out, "0x");
	rt_text_add_hex(out, address);
}

const struct rt_value_ops rt_value_ksym = {
	.name = "ksym_t",
	.text = ksym_text,
	.json = rt_json_of_text,
	.keeps = RT_CAPABILITY(SYSLOG),
};

/*
 * All frames but the first are where a call returns to. Behind a call that does not return
 * the next function may begin, so it is the call that is looked for.
 */
static void name_frame(struct rt *rt, struct rt_frame *frame, bool is_caller)
{
	frame->name = rt_ksym_find(rt, frame->address - is_caller, &frame->offset);
	frame->offset += is_caller;
}

static void kstack_text(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	struct rt_frames frames = rt_frames_of(value, sizeof(struct abi_kstack), sizeof(uint64_t));
	enum abi_stack_mode mode = (enum abi_stack_mode)value->type->bits;
	rt_text_add_char(out, '\n');
	for (size_t i = 0; i < frames.n; i++) {
		struct rt_frame frame = { .address = rt_frame_address(&frames, i) };
		if (mode != ABI_STACK_RAW)
			name_frame(rt, &frame, i > 0);
		rt_frame_text(mode, &frame, out);
	}
}

static int kstack_prepare(struct rt *rt, const struct abi_type *type)
{
	rt_stack_check_limit(rt, type);
	return 0;
}

const struct rt_value_ops rt_value_kstack = {
	.name = "kstack",
	.text = kstack_text,
	.json = rt_json_of_text,
	.prepare = kstack_prepare,
	.keeps = RT_CAPABILITY(SYSLOG),
};
