#include "sema/sema.h"

#include "sema/pass.h"
#include "sema/user_type.h"

struct program_info *sema_run(struct arena *arena, struct interner *interner, struct diag *diag,
			      const struct source_set *sources, struct kernel *kernel,
			      struct script *script, const struct sema_options *options)
{
	struct sema s = { .arena = arena,
			  .interner = interner,
			  .diag = diag,
			  .sources = sources,
			  .kernel = kernel,
			  .script = script,
			  .options = options };

	s.info = arena_new_of(arena, struct program_info);
	s.info->machine = options->machine ? options->machine : MACHINE_DEFAULT;
	vec_init(&s.info->maps, arena);
	vec_init(&s.info->named_params, arena);
	vec_init(&s.info->subprograms, arena);
	vec_init(&s.info->user_symbols, arena);
	s.info->allows_unsafe = options->allow_unsafe;
	vec_init(&s.maps, arena);
	vec_init(&s.variables, arena);
	vec_init(&s.presumed, arena);
	vec_init(&s.presumed_enumerators, arena);
	vec_init(&s.fixed, arena);
	vec_init(&s.user_binaries, arena);
	name_table_init(&s.map_names, arena);

	read_config(&s);
	expand_providers(&s);
	check_attach_points(&s);
	split_probes(&s);
	resolve_names(&s);
	fold_constants(&s);
	infer_types(&s);
	check_subprograms(&s);
	check_declarations(&s);
	close_user_binaries(&s);
	return s.info;
}
