/* Names of C++ as people write them. */
#ifndef RUNTIME_STUB_DEMANGLE_H
#define RUNTIME_STUB_DEMANGLE_H

/* The text, which the caller frees; NULL: it is no mangled name. */
char *rt_demangle(const char *name);

#endif
