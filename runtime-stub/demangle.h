/* Names of C++, Rust and D as people write them. */
#ifndef RUNTIME_STUB_DEMANGLE_H
#define RUNTIME_STUB_DEMANGLE_H

#define RT_DEMANGLED_SLOTS 2048

/* The text, which the caller frees; NULL: it is no mangled name. */
char *rt_demangle(const char *name);

/* What was asked for lately: stacks have the same names again and again. Zeroed it is empty. */
struct rt_demangled {
	struct {
		char *name;
		char *plain; /* NULL: it is no mangled name */
	} slots[RT_DEMANGLED_SLOTS];
};

/* As people write it, or the name itself. Lives until the next call, or as long as the name. */
const char *rt_demangled_find(struct rt_demangled *known, const char *name);
void rt_demangled_release(struct rt_demangled *known);

#endif
