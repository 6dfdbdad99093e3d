#include "kernel/facts.h"

/*
 * What the upper facts do not know, the lower may. Types and tracepoints are taken as a whole
 * from one of the two. Of the lower's tracepoints it is not said that there are no others.
 */
struct layers {
	struct facts facts;
	struct facts *upper, *lower;
};

static bool knows_types(const struct facts *facts)
{
	return facts->operations->has_btf != NULL && facts->operations->has_btf(facts);
}

static bool knows_formats(const struct facts *facts)
{
	return facts->operations->has_formats != NULL && facts->operations->has_formats(facts);
}

static struct facts *types_of(const struct facts *facts)
{
	const struct layers *layers = (const struct layers *)facts;

	return knows_types(layers->upper) ? layers->upper : layers->lower;
}

static struct facts *formats_of(const struct facts *facts)
{
	const struct layers *layers = (const struct layers *)facts;

	return knows_formats(layers->upper) ? layers->upper : layers->lower;
}

static bool layers_has_btf(const struct facts *facts)
{
	return knows_types(types_of(facts));
}

static struct btf *layers_vmlinux(struct facts *facts)
{
	struct facts *from = types_of(facts);

	return knows_types(from) ? from->operations->vmlinux(from) : NULL;
}

static const char *const *layers_modules(const struct facts *facts, size_t *count)
{
	const struct facts *from = types_of(facts);

	*count = 0;
	return from->operations->modules != NULL ? from->operations->modules(from, count) : NULL;
}

static struct btf *layers_module(const struct facts *facts, const char *name, struct btf *base)
{
	const struct facts *from = types_of(facts);

	return from->operations->module != NULL ? from->operations->module(from, name, base) : NULL;
}

static bool layers_has_formats(const struct facts *facts)
{
	return knows_formats(((const struct layers *)facts)->upper);
}

static const char *layers_format(const struct facts *facts, const char *category, const char *name)
{
	const struct facts *from = formats_of(facts);

	return knows_formats(from) ? from->operations->format(from, category, name) : NULL;
}

static const char *const *layers_tracepoints(const struct facts *facts, size_t *count)
{
	const struct facts *from = formats_of(facts);

	*count = 0;
	return knows_formats(from) ? from->operations->tracepoints(from, count) : NULL;
}

static const char *const *layers_functions(const struct facts *facts, size_t *count)
{
	const struct layers *layers = (const struct layers *)facts;
	const struct facts *both[] = { layers->upper, layers->lower };
	const char *const *names = NULL;

	*count = 0;
	for (size_t i = 0; i < 2 && *count == 0; i++) {
		if (both[i]->operations->functions != NULL)
			names = both[i]->operations->functions(both[i], count);
	}
	return names;
}

static const char *layers_text(const struct facts *facts, enum facts_text which)
{
	const struct facts *upper = ((const struct layers *)facts)->upper;

	return upper->operations->text != NULL ? upper->operations->text(upper, which) : NULL;
}

static const struct facts_operations layers_operations = {
	.has_btf = layers_has_btf,
	.vmlinux = layers_vmlinux,
	.modules = layers_modules,
	.module = layers_module,
	.has_formats = layers_has_formats,
	.format = layers_format,
	.tracepoints = layers_tracepoints,
	.functions = layers_functions,
	.text = layers_text,
};

bool facts_are_enough(const struct facts *facts)
{
	return knows_types(facts) && knows_formats(facts);
}

struct facts *facts_layers(struct arena *arena, struct facts *upper, struct facts *lower)
{
	struct layers *layers = arena_new_of(arena, struct layers);

	layers->facts.operations = &layers_operations;
	layers->facts.arena = arena;
	layers->facts.description =
		arena_printf(arena, "%s, else %s", upper->description, lower->description);
	layers->upper = upper;
	layers->lower = lower;
	return &layers->facts;
}
