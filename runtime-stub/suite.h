/*
 * The modes test and bench: programs that the tool runs by itself, and what is said of them. What a
 * script prints in them is not output, but shown of a test that failed.
 */
#ifndef RUNTIME_STUB_SUITE_H
#define RUNTIME_STUB_SUITE_H

struct rt;
struct rt_records;

/*
 * Runs every active test, or measures every bench (rt->options.mode), in the script's order. A test fails if it ends with
 * a status other than 0, by exit() or a failed assert(); exit_status is 1 then. 0, or a negative errno that was told.
 */
int rt_suite_run(struct rt *rt, struct rt_records *records);

#endif
