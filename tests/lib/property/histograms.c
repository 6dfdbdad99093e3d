/*
 * A property test of histograms and time series: writes a script that fills random ones, prints them and leaves them for the
 * end; and what it must print as text and as JSON by language.md 4.2, 4.5, 4.6 and 4.9. A time series has one epoch,
 * whose time is written as 00:00:00 and as T.
 *
 *	histograms SEED COUNT SCRIPT TEXT JSON
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "random.h"

#define N_BUCKETS   2100
#define MAX_ENTRIES 4

typedef unsigned __int128 wide; /* 2^64 is the end of the last bucket */

struct entry {
	char key[40], json_key[40], source[40];
	unsigned buckets[N_BUCKETS];
	int64_t number; /* of a time series */
};

struct map {
	enum { HIST, LHIST, TSERIES, N_KINDS } kind;
	unsigned id, n, k;
	bool is_keyed, is_signed;
	int64_t min, step;
	unsigned steps; /* from min to max */
	unsigned aggregate;
	struct entry entries[MAX_ENTRIES];
};

struct files {
	FILE *text, *json;
};

static const char *const aggregates[] = { "", ", \"avg\"", ", \"max\"", ", \"min\"", ", \"sum\"" };

/* -- buckets -- */

static unsigned hist_bucket(uint64_t n, bool is_signed, unsigned k)
{
	unsigned l = 0;

	if (is_signed && (int64_t)n < 0)
		return 0;
	if (n >> k == 0)
		return (unsigned)n + 1;
	while (n >> l > 1)
		l++;
	return ((l - k + 1) << k) + (unsigned)((n >> (l - k)) & ((1U << k) - 1)) + 1;
}

/* The least number of a bucket of hist() that is not the one of negative numbers. */
static wide hist_low(unsigned bucket, unsigned k)
{
	unsigned i = bucket - 1, part = i & ((1U << k) - 1);

	return i >> k ? ((wide)(1U << k) + part) << ((i >> k) - 1) : (wide)i;
}

static unsigned lhist_bucket(const struct map *m, uint64_t n)
{
	if (m->is_signed ? (int64_t)n < m->min : n < (uint64_t)m->min)
		return 0;
	if (n > (uint64_t)(m->min + m->step * m->steps))
		return m->steps + 1;
	return 1 + (unsigned)((n - (uint64_t)m->min) / (uint64_t)m->step);
}

static bool has_low(unsigned bucket)
{
	return bucket > 0;
}

static bool has_high(const struct map *m, unsigned bucket)
{
	return m->kind == HIST || bucket <= m->steps;
}

static wide low_of(const struct map *m, unsigned bucket)
{
	if (m->kind == HIST)
		return hist_low(bucket, m->k);
	return (wide)(uint64_t)(m->min + m->step * (int64_t)(bucket - 1));
}

/* -- text -- */

static void put_bound(FILE *file, wide n, unsigned most)
{
	unsigned power = 0;

	while (power < most && n && n % 1024 == 0) {
		n /= 1024;
		power++;
	}
	fprintf(file, "%" PRIu64 "%.*s", (uint64_t)n, power > 0, &" KMGTPE"[power]);
}

/* Bounds of lhist() are in M, or in K, if the step is whole 1024s. */
static unsigned most_power(const struct map *m)
{
	if (m->kind == HIST)
		return 6;
	return m->step % 1024 ? 0 : 2;
}

static void put_label(FILE *file, const struct map *m, unsigned bucket)
{
	wide low = has_low(bucket) ? low_of(m, bucket) : 0;
	wide high = m->kind == HIST && !has_low(bucket) ? 0 : low_of(m, bucket + 1);

	if (m->kind == HIST && has_low(bucket) && high == low + 1) {
		fprintf(file, "[%" PRIu64 "]", (uint64_t)low);
		return;
	}
	fputs(has_low(bucket) ? "[" : "(..., ", file);
	if (has_low(bucket)) {
		put_bound(file, low, most_power(m));
		fputs(", ", file);
	}
	if (has_high(m, bucket))
		put_bound(file, high, most_power(m));
	else
		fputs("...", file);
	fputc(')', file);
}

static bool find_range(const struct entry *e, unsigned *first, unsigned *last)
{
	bool is_any = false;

	for (unsigned i = 0; i < N_BUCKETS; i++) {
		if (!e->buckets[i])
			continue;
		if (!is_any)
			*first = i;
		*last = i;
		is_any = true;
	}
	return is_any;
}

static void put_rows(FILE *file, const struct map *m, const struct entry *e)
{
	static const char bar[] = "@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@";
	unsigned first = 0, last = 0, most = 0;

	if (!find_range(e, &first, &last))
		return;
	for (unsigned i = first; i <= last; i++)
		most = e->buckets[i] > most ? e->buckets[i] : most;
	for (unsigned i = first; i <= last; i++) {
		char text[80] = "";
		FILE *label = fmemopen(text, sizeof(text), "w");

		put_label(label, m, i);
		fclose(label);
		fprintf(file, "%-16s%8u |%-52.*s|\n", text, e->buckets[i], (int)(52 * e->buckets[i] / most), bar);
	}
}

/* Of one number: the least and the largest are its neighbours; no unsigned one is below 0. */
static void put_graph(FILE *file, const struct map *m, int64_t n)
{
	char row[54];
	int64_t low = m->is_signed || n > 0 ? n - 1 : 0, high = n + 1;

	memset(row, ' ', 53);
	row[0] = row[52] = '|';
	if (low < 0 && high > 0)
		row[52 * -low / (high - low)] = '.';
	row[52 * (n - low) / (high - low)] = '*';
	row[53] = 0;
	fprintf(file, "%9s%-21" PRId64 "%32" PRId64 "\n", "", low, high);
	fprintf(file, "hh:mm:ss |%.51s|\n", "______________________________________________________");
	fprintf(file, "00:00:00 %s %" PRId64 "\n", row, n);
	fprintf(file, "%9sv%.51sv\n", "", "______________________________________________________");
	fprintf(file, "%9s%-21" PRId64 "%32" PRId64 "\n", "", low, high);
}

/* -- JSON -- */

static void put_json_number(FILE *file, wide n)
{
	bool is_exact = n < (wide)1 << 64 && (wide)(double)n == n;

	fprintf(file, is_exact ? "%" PRIu64 : "\"%" PRIu64 "\"", (uint64_t)n);
}

static void put_json(FILE *file, const struct map *m, const struct entry *e)
{
	unsigned first = 1, last = 0;

	if (m->kind == TSERIES) {
		fprintf(file, "[{\"interval_start\":\"T\",\"value\":%" PRId64 "}]", e->number);
		return;
	}
	find_range(e, &first, &last);
	fputc('[', file);
	for (unsigned i = first; i <= last; i++) {
		fprintf(file, "%s{", i > first ? ", " : "");
		if (has_low(i)) {
			fputs("\"min\": ", file);
			put_json_number(file, low_of(m, i));
			fputs(", ", file);
		}
		if (!has_low(i)) {
			fprintf(file, "\"max\": %" PRId64 ", ", m->kind == HIST ? -1 : m->min - 1);
		} else if (has_high(m, i)) {
			fputs("\"max\": ", file);
			put_json_number(file, low_of(m, i + 1) - 1);
			fputs(", ", file);
		}
		fprintf(file, "\"count\": %u}", e->buckets[i]);
	}
	fputc(']', file);
}

static void put_map(const struct files *out, const struct map *m, unsigned first)
{
	static const char *const types[] = { "hist", "hist", "tseries" };

	fprintf(out->json, "{\"type\": \"%s\", \"data\": {\"@m%03u\": %s", types[m->kind], m->id,
		m->is_keyed ? "{" : "");
	for (unsigned i = first; i < m->n; i++) {
		const struct entry *e = &m->entries[i];

		fprintf(out->text, "@m%03u%s:\n", m->id, e->key);
		if (m->kind == TSERIES)
			put_graph(out->text, m, e->number);
		else
			put_rows(out->text, m, e);
		fputc('\n', out->text);
		fputs(i > first ? ", " : "", out->json);
		fputs(e->json_key, out->json);
		put_json(out->json, m, e);
	}
	fputs(m->is_keyed ? "}}}\n" : "}}\n", out->json);
}

/* -- the script -- */

static uint64_t random_number(uint64_t *state, const struct map *m)
{
	uint64_t n = random_next(state) >> random_pick(state, 63);

	if (m->kind == TSERIES)
		n = random_next(state) % 2000000 - (m->is_signed ? 1000000 : 0);
	if (m->kind == LHIST && random_pick(state, 6))
		n = random_next(state) % (uint64_t)(m->min + m->step * (m->steps + 2) + 1);
	return m->kind != TSERIES && m->is_signed && !random_pick(state, 5) ? -n : n;
}

static void count(struct map *m, struct entry *e, uint64_t n)
{
	if (m->kind == HIST)
		e->buckets[hist_bucket(n, m->is_signed, m->k)]++;
	if (m->kind == LHIST)
		e->buckets[lhist_bucket(m, n)]++;
}

static int64_t combine(const struct map *m, const int64_t *numbers, unsigned n)
{
	int64_t sum = 0, least = numbers[0], most = numbers[0];

	for (unsigned i = 0; i < n; i++) {
		sum += numbers[i];
		least = numbers[i] < least ? numbers[i] : least;
		most = numbers[i] > most ? numbers[i] : most;
	}
	switch (m->aggregate) {
	case 1:
		return sum / n;
	case 2:
		return most;
	case 3:
		return least;
	case 4:
		return sum;
	}
	return numbers[n - 1];
}

static void put_updates(FILE *script, uint64_t *state, struct map *m, struct entry *e, unsigned n)
{
	static const char *const functions[] = { "hist(", "lhist(", "tseries(" };
	int64_t numbers[64] = { 0 };

	for (unsigned i = 0; i < n; i++) {
		uint64_t number = random_number(state, m);

		numbers[i] = (int64_t)number;
		fprintf(script, "\t@m%03u%s = ", m->id, e->source);
		fputs(functions[m->kind], script);
		fprintf(script, m->is_signed ? "(int64)%" PRId64 : "(uint64)%" PRIu64, number);
		if (m->kind == HIST)
			fprintf(script, ", %u);\n", m->k);
		else if (m->kind == LHIST)
			fprintf(script, ", %" PRId64 ", %" PRId64 ", %" PRId64 ");\n", m->min,
				m->min + m->step * m->steps, m->step);
		else
			fprintf(script, ", 1000d, 3%s);\n", aggregates[m->aggregate]);
		count(m, e, number);
	}
	e->number = combine(m, numbers, n);
}

static void make_keys(uint64_t *state, struct map *m)
{
	bool has_text = random_pick(state, 2);

	for (unsigned i = 0; i < m->n && m->is_keyed; i++) {
		struct entry *e = &m->entries[i];
		int key = (int)random_pick(state, 1000) * 10 + (int)i - 5000;

		snprintf(e->key, sizeof(e->key), has_text ? "[%d, a b]" : "[%d]", key);
		snprintf(e->source, sizeof(e->source), has_text ? "[%d, \"a b\"]" : "[%d]", key);
		snprintf(e->json_key, sizeof(e->json_key), has_text ? "\"%d,a b\": " : "\"%d\": ", key);
	}
}

static void put_statements(FILE *script, uint64_t *state, unsigned id, const struct files *now, const struct files *end)
{
	struct map *m = calloc(1, sizeof(*m));
	unsigned top, n = 1 + random_pick(state, 3);

	m->id = id;
	m->kind = random_pick(state, N_KINDS);
	m->is_keyed = random_pick(state, 4) != 0;
	m->is_signed = random_pick(state, 2);
	m->k = random_pick(state, 6);
	m->min = random_pick(state, 3) * 1024;
	m->step = random_pick(state, 2) ? 1 + random_pick(state, 50) : 1024U << random_pick(state, 12);
	m->steps = 1 + random_pick(state, 20);
	m->aggregate = random_pick(state, 5);
	m->n = m->is_keyed && m->kind != TSERIES ? 1 + random_pick(state, MAX_ENTRIES) : 1;
	make_keys(state, m);
	fputs("begin\n{\n", script);
	// The totals, by which they are sorted, rise.
	for (unsigned i = 0; i < m->n; i++, n += 1 + random_pick(state, 4))
		put_updates(script, state, m, &m->entries[i], n);
	top = random_pick(state, MAX_ENTRIES);
	fprintf(script, "\tprint(@m%03u, %u);\n}\n\n", id, top);
	put_map(now, m, top && top < m->n ? m->n - top : 0);
	put_map(end, m, 0);
	free(m);
}

int main(int n, char **args)
{
	char *texts[2] = { NULL };
	size_t sizes[2];

	if (n != 6)
		return 2;
	uint64_t state = strtoull(args[1], NULL, 10) * 0x9e3779b97f4a7c15 + 1;
	FILE *script = fopen(args[3], "w");
	struct files now = { fopen(args[4], "w"), fopen(args[5], "w") };
	struct files end = { open_memstream(&texts[0], &sizes[0]), open_memstream(&texts[1], &sizes[1]) };

	if (!script || !now.text || !now.json)
		return 1;
	fputs("config = { unstable_tseries = enable }\n\n", script);
	for (unsigned i = 0; i < strtoul(args[2], NULL, 10); i++)
		put_statements(script, &state, i, &now, &end);
	fclose(end.text);
	fclose(end.json);
	fputs("\n\n", now.text);
	fwrite(texts[0], 1, sizes[0], now.text);
	fwrite(texts[1], 1, sizes[1], now.json);
	return fclose(script) || fclose(now.text) || fclose(now.json);
}
