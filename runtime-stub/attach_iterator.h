/*
 * What there is to know of iterators before one attaches.
 */
#ifndef RUNTIME_STUB_ATTACH_ITERATOR_H
#define RUNTIME_STUB_ATTACH_ITERATOR_H

#include <stdbool.h>

/* Whether the iterator of that name is about the elements of maps, each of which has to be found and opened. */
bool rt_iterator_reads_maps(const char *name);

#endif
