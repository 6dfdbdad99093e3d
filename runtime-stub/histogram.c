#include "histogram.h"

#include "abi.h"
#include "text.h"

/*
 * Bucket 0 is for negative numbers. The numbers below 2^(k+1) have a bucket each; from there every
 * power of two is divided into 2^k buckets.
 */
bool rt_hist_bucket(const struct abi_type *type, uint64_t number, struct rt_bucket *bucket)
{
	unsigned k = type->bits;
	*bucket = (struct rt_bucket){ .has_high = true, .high = UINT64_MAX };
	if (!number)
		return true;
	uint64_t index = number - 1;
	uint64_t octave = index >> k;
	uint64_t part = index & ((1ULL << k) - 1);
	if (octave > 64 - k)
		return false;
	bucket->has_low = true;
	bucket->low = octave ? ((1ULL << k) + part) << (octave - 1) : part;
	bucket->high = bucket->low + (octave ? (1ULL << (octave - 1)) - 1 : 0);
	return true;
}

bool rt_lhist_bucket(const struct abi_type *type, uint64_t number, struct rt_bucket *bucket)
{
	uint64_t n_steps = (uint64_t)((type->max - type->min) / type->step);
	*bucket = (struct rt_bucket){ .has_low = number > 0, .has_high = number <= n_steps };
	if (number > n_steps + 1)
		return false;
	uint64_t end = (uint64_t)type->min + number * (uint64_t)type->step;
	bucket->low = end - (uint64_t)type->step;
	bucket->high = end - 1;
	return true;
}

/* A bound of hist: exact, in the largest unit of 1024 that divides it. 0 stands for 2^64. */
static void add_bound(struct rt_text *out, uint64_t bound)
{
	static const char units[] = "KMGTPE";
	unsigned n = 0;
	if (!bound) {
		rt_text_add_string(out, "16E");
		return;
	}
	while (bound >= 1024 && bound % 1024 == 0) {
		bound /= 1024;
		n++;
	}
	rt_text_add_unsigned(out, bound);
	if (n)
		rt_text_add_char(out, units[n - 1]);
}

void rt_hist_label(const struct abi_type *type, const struct rt_bucket *bucket, struct rt_text *out)
{
	(void)type;
	if (!bucket->has_low) {
		rt_text_add_string(out, "(..., 0)");
		return;
	}
	rt_text_add_char(out, '[');
	if (bucket->low == bucket->high) {
		rt_text_add_unsigned(out, bucket->low);
		rt_text_add_char(out, ']');
		return;
	}
	add_bound(out, bucket->low);
	rt_text_add_string(out, ", ");
	add_bound(out, bucket->high + 1);
	rt_text_add_char(out, ')');
}

static void add_linear_bound(struct rt_text *out, const struct abi_type *type, uint64_t bound)
{
	const char *unit = "";
	if (type->step % 1024 == 0 && bound && bound % 1048576 == 0) {
		bound /= 1048576;
		unit = "M";
	} else if (type->step % 1024 == 0 && bound && bound % 1024 == 0) {
		bound /= 1024;
		unit = "K";
	}
	rt_text_add_unsigned(out, bound);
	rt_text_add_string(out, unit);
}

void rt_lhist_label(const struct abi_type *type, const struct rt_bucket *bucket,
		    struct rt_text *out)
{
	rt_text_add_string(out, bucket->has_low ? "[" : "(..., ");
	if (bucket->has_low) {
		add_linear_bound(out, type, bucket->low);
		rt_text_add_string(out, ", ");
	}
	if (bucket->has_high)
		add_linear_bound(out, type, bucket->high + 1);
	else
		rt_text_add_string(out, "...");
	rt_text_add_char(out, ')');
}
