#include "sema/feature.h"

#include <string.h>

#include "sema/pass.h"

/* What a script may use only if it says so. */
static bool is_off_by_default(const char *key)
{
	struct config config;

	config_init(&config);
	return config_feature(&config, key) == CONFIG_FEATURE_ERROR;
}

bool feature_check(struct diag *diag, struct span span, const char *what, const char *key,
		   enum config_feature state)
{
	if (state == CONFIG_FEATURE_WARN)
		diag_report(diag, span, DIAG_UNSTABLE, what, key);
	if (state != CONFIG_FEATURE_ERROR)
		return true;
	diag_report(diag, span, DIAG_SWITCHED_OFF, what, key);
	if (is_off_by_default(key))
		diag_note(diag, (struct span){ 0 }, "config = { %s = enable } allows it", key);
	return false;
}

bool feature_is_allowed(struct sema *s, struct span span, const char *what, const char *key)
{
	enum config_feature state = config_feature(&s->info->config, key);

	if (!s->reports)
		return state != CONFIG_FEATURE_ERROR;
	return feature_check(s->diag, span, what, key, state);
}

enum config_feature feature_state(struct arena *arena, const struct source_set *sources,
				  struct script *script, const struct sema_options *options,
				  const char *key)
{
	struct program_info info = { 0 };
	struct sema s = { .arena = arena,
			  .diag = diag_new(arena, sources),
			  .sources = sources,
			  .script = script,
			  .options = options,
			  .info = &info };

	read_config(&s);
	return config_feature(&info.config, key);
}
