/* The lines of a stack (language.md 4.8), for kernel and user frames. */
#ifndef RUNTIME_STUB_STACK_H
#define RUNTIME_STUB_STACK_H

#include <stddef.h>
#include <stdint.h>

#include "rt.h"

/* What is known of a frame. */
struct rt_frame {
	uint64_t address;
	const char *name; /* NULL: unknown */
	uint64_t offset;
	const char *file;   /* of a user frame; else NULL */
	const char *source; /* "file:line" of a user frame; NULL: not known */
};

/*
 * The frames of a value: packed they are all there is, else `head_size` bytes stand before them and the
 * count is the last u64 of those.
 */
struct rt_frames {
	const uint8_t *data;
	size_t n;
	bool is_cut; /* it could not be followed to its end */
};

struct rt_frames rt_frames_of(const struct rt_value *value, size_t head_size, size_t frame_size);
uint64_t rt_frame_address(const struct rt_frames *frames, size_t i);

/* A function that was inlined at the frame. */
void rt_frame_inlined_text(enum abi_stack_mode mode, const struct rt_frame *frame, const char *name,
			   const char *source, struct rt_text *out);

/* The line behind the last frame of a stack that is cut. */
void rt_frame_failure_text(enum abi_stack_mode mode, struct rt_text *out);

/* Warns, once, if the type wants more frames than this kernel's kernel.perf_event_max_stack lets it have. */
void rt_stack_check_limit(struct rt *rt, const struct abi_type *type);

void rt_frame_text(enum abi_stack_mode mode, const struct rt_frame *frame, struct rt_text *out);

#endif
