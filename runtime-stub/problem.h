/*
 * What an error of the kernel means to the user, in words that say what helps.
 */
#ifndef RUNTIME_STUB_PROBLEM_H
#define RUNTIME_STUB_PROBLEM_H

/* err: a negative errno. The text is the library's own or a constant. */
const char *rt_problem_text(int err);

#endif
