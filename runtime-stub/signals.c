#include "signals.h"

#include <stddef.h>
#include <string.h>

static const int stopping[] = { SIGINT, SIGTERM };

#define N_STOPPING (sizeof(stopping) / sizeof(stopping[0]))

/* Interrupts a system call; that SA_RESETHAND took effect says the rest. */
static void interrupt(int number)
{
	(void)number;
}

void rt_signals_catch(void)
{
	struct sigaction action;
	memset(&action, 0, sizeof(action));
	action.sa_handler = interrupt;
	action.sa_flags = (int)SA_RESETHAND;
	for (size_t i = 0; i < N_STOPPING; i++)
		sigaction(stopping[i], &action, NULL);
}

void rt_signals_release(void)
{
	for (size_t i = 0; i < N_STOPPING; i++)
		signal(stopping[i], SIG_DFL);
}

bool rt_signals_stop_requested(void)
{
	struct sigaction action;
	for (size_t i = 0; i < N_STOPPING; i++)
		if (!sigaction(stopping[i], NULL, &action) && action.sa_handler == SIG_DFL)
			return true;
	return false;
}

void rt_signals_set(sigset_t *set)
{
	sigemptyset(set);
	for (size_t i = 0; i < N_STOPPING; i++)
		sigaddset(set, stopping[i]);
}
