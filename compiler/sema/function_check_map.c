/* Functions of maps, and the aggregations. */
#include "sema/feature.h"
#include "sema/function_check.h"
#include "sema/type_convert.h"

/* -- maps as a whole -- */

static bool is_whole_map(const struct node *node)
{
	return node->kind == NODE_MAP && node->map.key == NULL;
}

/* Argument 0 as a map without key; NULL, reported, if it is something else. */
static struct map_state *map_argument(struct sema *s, struct node *call)
{
	struct node *arg = call->call.args.items[0];
	struct map_state *state;

	if (!is_whole_map(arg)) {
		infer(s, arg);
		if (arg->kind != NODE_ERROR)
			sema_report(s, arg->span, DIAG_NOT_MAP, call->call.name);
		return NULL;
	}
	state = map_state_of(s, arg);
	arg->type = slot_read(&state->value);
	if (state->value.type == NULL)
		report_undefined_map(s, state, arg->span);
	return state;
}

static bool is_keyed(const struct map_state *map)
{
	return map->keyed_use.begin != 0;
}

const struct type *check_whole_map(struct sema *s, struct node *call)
{
	map_argument(s, call);
	return type_none();
}

static void report_scalar_map(struct sema *s, const struct node *call, const struct map_state *map)
{
	const struct node *arg = call->call.args.items[0];

	sema_report(s, arg->span, DIAG_SCALAR_MAP, call->call.name, map->symbol->name);
	if (map->scalar_use.begin != 0 && map->scalar_use.begin != arg->span.begin)
		sema_note(s, map->scalar_use, "it is used without a key here");
}

/* delete(@m, key), delete(@scalar), and the older delete(@m[key]). */
const struct type *check_delete(struct sema *s, struct node *call)
{
	struct node *arg = call->call.args.items[0];
	struct map_state *map;

	if (call->call.args.count == 1 && arg->kind == NODE_MAP && arg->map.key != NULL) {
		infer(s, arg);
		map_state_of(s, arg)->symbol->is_deleted = true;
		return type_bool();
	}
	map = map_argument(s, call);
	if (map == NULL) {
		if (call->call.args.count == 2)
			infer(s, call->call.args.items[1]);
		return type_bool();
	}
	map->symbol->is_deleted = true;
	if (call->call.args.count == 2) {
		infer_map_key(s, arg, call->call.args.items[1]);
	} else if (is_keyed(map)) {
		sema_report(s, call->span, DIAG_DELETE_KEY, map->symbol->name);
		sema_note(s, (struct span){ 0 }, "clear(@%s) deletes all keys", map->symbol->name);
	}
	return type_bool();
}

const struct type *check_has_key(struct sema *s, struct node *call)
{
	struct map_state *map = map_argument(s, call);

	if (map == NULL) {
		infer(s, call->call.args.items[1]);
		return type_bool();
	}
	if (s->reports)
		map->symbol->is_read = true;
	if (is_keyed(map)) {
		infer_map_key(s, call->call.args.items[0], call->call.args.items[1]);
		return type_bool();
	}
	infer(s, call->call.args.items[1]);
	report_scalar_map(s, call, map);
	return type_bool();
}

/* find(@m, key, $v): the variable gets what an assignment of @m[key] would give it. */
const struct type *check_find(struct sema *s, struct node *call)
{
	struct node *var = call->call.args.items[2];
	struct map_state *map = map_argument(s, call);
	const struct type *type;

	if (map == NULL || var->kind != NODE_VAR) {
		infer(s, call->call.args.items[1]);
		infer(s, var);
		if (map != NULL && var->kind != NODE_ERROR)
			sema_report(s, var->span, DIAG_NOT_ASSIGNABLE);
		return type_bool();
	}
	infer_map_key(s, call->call.args.items[0], call->call.args.items[1]);
	type = type_rigid(s->arena, slot_read(&map->value));
	if (type != NULL && type_is_castable(type)) {
		map->symbol->is_reduced = true;
		type = type_as_integer(type);
	} else if (type != NULL && type_is_aggregation(type)) {
		sema_report(s, call->span, DIAG_AGGREGATION_VALUE, describe(s, type),
			    "assigned to a variable");
		type = type_error();
	}
	if (s->reports)
		map->symbol->is_read = true;
	assign_variable(s, var, type, var);
	var->type = type_rigid(s->arena, slot_read(&variable_state_of(s, var)->value));
	return type_bool();
}

/* Of a map with keys, or of a stack. */
const struct type *check_len(struct sema *s, struct node *call)
{
	struct node *arg = call->call.args.items[0];
	const struct type *type;
	struct map_state *map;

	if (is_whole_map(arg)) {
		type = slot_read(&map_state_of(s, arg)->value);
		if (type != NULL && !is_keyed(map_state_of(s, arg)) &&
		    (type->kind == TYPE_KSTACK || type->kind == TYPE_USTACK)) {
			infer(s, arg);
			return type_int(8, true);
		}
		map = map_argument(s, call);
		if (s->reports)
			map->symbol->is_read = true;
		if (!is_keyed(map) && map->value.type != NULL)
			report_scalar_map(s, call, map);
		require_visit_of_map(s, call, "len() of a map");
		return type_int(8, true);
	}
	type = infer_value(s, arg, "an argument");
	if (type != NULL && type->kind != TYPE_KSTACK && type->kind != TYPE_USTACK)
		wrong_argument(s, call, 0, "a map or a stack");
	return type_int(8, true);
}

/* -- aggregations -- */

const struct type *check_count(struct sema *s, struct node *call)
{
	(void)call;
	return type_aggregation(s->arena, TYPE_COUNT, NULL);
}

static const struct type *of_number(struct sema *s, struct node *call, enum type_kind kind)
{
	const struct type *type =
		infer_integer(s, call->call.args.items[0],
			      arena_printf(s->arena, "the argument of %s()", call->call.name));

	if (type == NULL || type->kind == TYPE_ERROR)
		return type;
	type = call->call.args.items[0]->type;
	return type_aggregation(s->arena, kind, type_as_integer(type));
}

const struct type *check_sum(struct sema *s, struct node *call)
{
	return of_number(s, call, TYPE_SUM);
}

const struct type *check_min(struct sema *s, struct node *call)
{
	return of_number(s, call, TYPE_MIN);
}

const struct type *check_max(struct sema *s, struct node *call)
{
	return of_number(s, call, TYPE_MAX);
}

const struct type *check_avg(struct sema *s, struct node *call)
{
	return of_number(s, call, TYPE_AVG);
}

const struct type *check_stats(struct sema *s, struct node *call)
{
	return of_number(s, call, TYPE_STATS);
}

const struct type *check_hist(struct sema *s, struct node *call)
{
	uint64_t bits = 0;

	infer_integer(s, call->call.args.items[0], "the argument of hist()");
	if (call->call.args.count > 1)
		literal_number(s, call, 1, "the bits", 0, 5, &bits);
	return type_hist(s->arena, (uint8_t)bits);
}

/* Most buckets between min and max. */
#define LHIST_MAX_BUCKETS 1000

const struct type *check_lhist(struct sema *s, struct node *call)
{
	static const char *const names[] = { "the value", "the minimum", "the maximum",
					     "the step" };
	struct node **args = call->call.args.items;
	uint64_t numbers[4];
	bool is_right = true;

	infer_integer(s, args[0], "the argument of lhist()");
	for (size_t i = 1; i < 4; i++)
		is_right &= literal_number(s, call, i, names[i], 0, INT64_MAX, &numbers[i]);
	if (!is_right)
		return type_error();
	if (numbers[1] >= numbers[2]) {
		sema_report(s, args[2]->span, DIAG_LHIST_RANGE, (unsigned long long)numbers[1],
			    (unsigned long long)numbers[2]);
		return type_error();
	}
	if (numbers[3] < 1 || numbers[3] > numbers[2] - numbers[1]) {
		sema_report(s, args[3]->span, DIAG_ARGUMENT_RANGE, "the step", "lhist", 1ull,
			    (unsigned long long)(numbers[2] - numbers[1]));
		return type_error();
	}
	if ((numbers[2] - numbers[1]) / numbers[3] > LHIST_MAX_BUCKETS) {
		sema_report(s, call->span, DIAG_LHIST_BUCKETS,
			    (unsigned long long)((numbers[2] - numbers[1]) / numbers[3]),
			    LHIST_MAX_BUCKETS);
		return type_error();
	}
	return type_bounded(s->arena, TYPE_LHIST, (int64_t)numbers[1], (int64_t)numbers[2],
			    (int64_t)numbers[3]);
}

static const char *const series_words[] = {
	[ABI_TSERIES_LAST] = "",   [ABI_TSERIES_AVG] = "avg", [ABI_TSERIES_MAX] = "max",
	[ABI_TSERIES_MIN] = "min", [ABI_TSERIES_SUM] = "sum",
};

#define N_SERIES_WORDS (sizeof(series_words) / sizeof(series_words[0]))

/* How samples of one interval become one; -1, reported, if the word is unknown. */
static int series_aggregate(struct sema *s, struct node *call)
{
	const struct node *word;
	int how;

	if (call->call.args.count < 4)
		return ABI_TSERIES_LAST;
	word = literal_text(s, call, 3, "the aggregation");
	if (word == NULL)
		return -1;
	how = word_index(series_words, N_SERIES_WORDS, word->string.text);
	if (how > 0)
		return how;
	sema_report(s, word->span, DIAG_UNKNOWN_WORD, word->string.text, "tseries");
	if (s->reports)
		diag_did_you_mean(s->diag, word->string.text, series_words + 1, N_SERIES_WORDS - 1);
	return -1;
}

#define MOST_SLOTS 999999

const struct type *check_tseries(struct sema *s, struct node *call)
{
	struct node **args = call->call.args.items;
	const struct type *of = infer_integer(s, args[0], "the argument of tseries()");
	uint64_t interval, n_slots;
	int how = series_aggregate(s, call);
	bool is_right = literal_number(s, call, 1, "the interval", 1, INT64_MAX, &interval);
	struct type *type;

	is_right &= literal_number(s, call, 2, "the number of intervals", 1, MOST_SLOTS, &n_slots);
	feature_is_allowed(s, call->call.name_span, "tseries()", "unstable_tseries");
	if (!is_right || how < 0 || of == NULL || of->kind == TYPE_ERROR)
		return of == NULL ? NULL : type_error();
	type = arena_new_of(s->arena, struct type);
	*type = *type_bounded(s->arena, TYPE_TSERIES, (int64_t)interval, (int64_t)n_slots, how);
	type->is_signed = type_as_integer(args[0]->type)->is_signed;
	return type;
}
