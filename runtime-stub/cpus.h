/*
 * The CPUs of this machine, as /sys/devices/system/cpu lists them.
 */
#ifndef RUNTIME_STUB_CPUS_H
#define RUNTIME_STUB_CPUS_H

/* How many CPUs there may ever be: elements of a per-CPU value. Or a negative errno. */
int rt_cpus_possible(void);

/* The numbers of the CPUs that run now, ascending, in an array that the caller frees. */
int rt_cpus_online(int **cpus, int *n_cpus);

/* "0-3,8,10-11"; the caller frees *cpus. */
int rt_cpus_parse(const char *list, int **cpus, int *n_cpus);

#endif
