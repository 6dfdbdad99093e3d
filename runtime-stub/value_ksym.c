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
};

static void kstack_text(struct rt *rt, const struct rt_value *value, struct rt_text *out)
{
	struct rt_frames frames = rt_frames_of(value, sizeof(struct abi_kstack), sizeof(uint64_t));
	enum abi_stack_mode mode = (enum abi_stack_mode)value->type->bits;
	rt_text_add_char(out, '\n');
	for (size_t i = 0; i < frames.n; i++) {
		struct rt_frame frame = { .address = rt_frame_address(&frames, i) };
		if (mode != ABI_STACK_RAW)
			frame.name = rt_ksym_find(rt, frame.address, &frame.offset);
		rt_frame_text(mode, &frame, out);
	}
}

const struct rt_value_ops rt_value_kstack = {
	.name = "kstack",
	.text = kstack_text,
	.json = rt_json_of_text,
};
