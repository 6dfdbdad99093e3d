/*
 * What the keys unstable_* of config allow, warn of or switch off. Each of them is asked for by its name.
 */
#ifndef SEMA_FEATURE_H
#define SEMA_FEATURE_H

#include <stdbool.h>

#include "base/source.h"
#include "sema/config.h"

struct arena;
struct diag;
struct script;
struct sema;
struct sema_options;

/* Says what is to be said of a use of `what` ("tseries()"); false: it is switched off. */
bool feature_check(struct diag *diag, struct span span, const char *what, const char *key,
		   enum config_feature state);

/* The same while types are found: said once. */
bool feature_is_allowed(struct sema *s, struct span span, const char *what, const char *key);

/* As the script and the command line have the key, for what is needed before sema; mistakes in config are not said. */
enum config_feature feature_state(struct arena *arena, const struct source_set *sources,
				  struct script *script, const struct sema_options *options,
				  const char *key);

#endif
