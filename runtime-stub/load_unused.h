/*
 * What stands in a tool for the functions of zlib that libelf and libbpf name and no tool gets to: libelf would write compressed
 * sections, and libbpf read /proc/config.gz for variables that our objects don't have. The linker is told so by
 * --defsym (compiler/build/steps.c): 48 KB of a tool.
 */
#ifndef RUNTIME_STUB_LOAD_UNUSED_H
#define RUNTIME_STUB_LOAD_UNUSED_H

/* Z_STREAM_ERROR */
int rt_unused_refused(void);
/* NULL: no file, no line. */
void *rt_unused_none(void);

#endif
