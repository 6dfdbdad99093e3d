/*
 * SIGINT and SIGTERM ask the tool to end; the second one ends it at once.
 *
 * No state of ours: the handler of each is gone after its first delivery, which
 * is how the poll loop learns of it, and the second one has its default effect.
 */
#ifndef RUNTIME_STUB_SIGNALS_H
#define RUNTIME_STUB_SIGNALS_H

#include <signal.h>
#include <stdbool.h>

void rt_signals_catch(void);
bool rt_signals_stop_requested(void);
/* From here on they end the tool at once, as if they had not been caught. */
void rt_signals_release(void);
/* SIGINT and SIGTERM, to hold them back between looking and sleeping. */
void rt_signals_set(sigset_t *set);

#endif
