/* The buckets of hist() and lhist(): bounds and labels (language.md 4.2, 4.5). */
#ifndef RUNTIME_STUB_HISTOGRAM_H
#define RUNTIME_STUB_HISTOGRAM_H

#include <stdbool.h>
#include <stdint.h>

struct abi_type;
struct rt_text;

struct rt_bucket {
	bool has_low, has_high; /* else it is open at that side */
	uint64_t low, high;     /* first value, last value */
};

/* The bounds of a bucket; false if there is none of that number. */
bool rt_hist_bucket(const struct abi_type *type, uint64_t number, struct rt_bucket *bucket);
bool rt_lhist_bucket(const struct abi_type *type, uint64_t number, struct rt_bucket *bucket);

void rt_hist_label(const struct abi_type *type, const struct rt_bucket *bucket,
		   struct rt_text *out);
void rt_lhist_label(const struct abi_type *type, const struct rt_bucket *bucket,
		    struct rt_text *out);

#endif
