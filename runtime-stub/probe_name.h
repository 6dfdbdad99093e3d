/*
 * The names that `probe` may give in this run of the tool. Programs know them by number.
 */
#ifndef RUNTIME_STUB_PROBE_NAME_H
#define RUNTIME_STUB_PROBE_NAME_H

struct rt;

/*
 * Numbers the names of all targets: each name once, in the order of the alphabet, so that
 * numbers sort as names do. Fills rt.probe_names. 0 or -ENOMEM.
 */
int rt_probe_names_make(struct rt *rt);
/* Writes them into the map that the object has for programs that want text. 0 or a negative errno. */
int rt_probe_names_write(const struct rt *rt, int map_fd);
void rt_probe_names_release(struct rt *rt);

#endif
