/*
 * What the printers of values share: integers out of bytes, and the parts of
 * compound values. Each kind's operations stand in value_<kind>.c and are reached
 * through abi_type.ops alone.
 */
#ifndef RUNTIME_STUB_VALUE_H
#define RUNTIME_STUB_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rt.h"

/* The 1 to 8 bytes of an integer of the host's byte order; others give 0. */
uint64_t rt_load_unsigned(const uint8_t *data, size_t size);
int64_t rt_load_signed(const uint8_t *data, size_t size);

/* Whether values of this type are integers to printf's %d, %x, %p and %c. */
bool rt_type_is_integer(const struct abi_type *type);
/* An integer value, extended to 64 bits by its sign. */
uint64_t rt_value_integer(const struct rt_value *value);

/*
 * The part of a compound value that stands at offset; false if it lies outside. For a bit field its
 * integer is made in `room`.
 */
bool rt_value_field(const struct rt_value *value, const struct abi_field *field, uint64_t *room,
		    struct rt_value *part);
bool rt_value_element(const struct rt_value *value, uint32_t index, struct rt_value *part);

void rt_value_print_text(struct rt *rt, const struct rt_value *value, struct rt_text *out);
void rt_value_print_json(struct rt *rt, const struct rt_value *value, struct rt_text *out);

/* A record without the fields that are marked, one mark for each; NULL: all of them. */
void rt_array_text(struct rt *rt, const struct rt_value *value, struct rt_text *out, uint32_t count);
void rt_array_json(struct rt *rt, const struct rt_value *value, struct rt_text *out, uint32_t count);
void rt_record_text(struct rt *rt, const struct rt_value *value, struct rt_text *out,
		    const bool *left_out);
void rt_record_json(struct rt *rt, const struct rt_value *value, struct rt_text *out,
		    const bool *left_out);

/* Calls rt_value_ops.prepare for every type that the tool prints. */
int rt_values_prepare(struct rt *rt);

#endif
