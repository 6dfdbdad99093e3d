#include "record.h"

#include <string.h>

void rt_arguments_init(struct rt_arguments *arguments, const struct abi_event *event,
		       const uint8_t *record, size_t size)
{
	*arguments = (struct rt_arguments){
		.event = event, .record = record, .size = size, .packed_offset = event->fixed_size
	};
}

static bool has_room(const struct rt_arguments *arguments, size_t offset, size_t size)
{
	return offset <= arguments->size && size <= arguments->size - offset;
}

static bool next_packed(struct rt_arguments *arguments, const struct abi_arg *arg,
			struct rt_value *value)
{
	struct abi_packed packed;
	size_t offset = arguments->packed_offset;
	if (!has_room(arguments, arg->offset, sizeof(packed)))
		return false;
	memcpy(&packed, arguments->record + arg->offset, sizeof(packed));
	if (!has_room(arguments, offset, packed.length))
		return false;
	arguments->packed_offset += packed.length;
	*value = (struct rt_value){ .type = arg->type,
				    .data = arguments->record + offset,
				    .size = packed.length,
				    .is_packed = true,
				    .extra = packed.extra };
	return true;
}

bool rt_arguments_next(struct rt_arguments *arguments, struct rt_value *value)
{
	if (arguments->next >= arguments->event->n_args)
		return false;
	const struct abi_arg *arg = &arguments->event->args[arguments->next++];
	if (arg->is_packed)
		return next_packed(arguments, arg, value);
	if (!has_room(arguments, arg->offset, arg->type->size))
		return false;
	*value = (struct rt_value){ .type = arg->type,
				    .data = arguments->record + arg->offset,
				    .size = arg->type->size };
	return true;
}
