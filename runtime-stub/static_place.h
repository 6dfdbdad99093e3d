/*
 * The places of USDT probes, each known by a number to the programs that look it up (usdt.bpf.h).
 */
#ifndef RUNTIME_STUB_STATIC_PLACE_H
#define RUNTIME_STUB_STATIC_PLACE_H

#include <stdint.h>

struct rt;
struct rt_elf;
struct rt_usdt_note;
struct abi_static_place;

/* With the arguments of a note of the file. The caller frees it. NULL: no memory. */
struct abi_static_place *rt_static_place_new(struct rt_elf *elf, const struct rt_usdt_note *note);

/* How many there are. */
uint32_t rt_static_places_count(const struct rt *rt);

/* Numbers the places of all targets; their names must be numbered. */
void rt_static_places_number(struct rt *rt);

/* Writes them into the object's map. 0 or a negative errno. */
int rt_static_places_write(const struct rt *rt, int map_fd);

#endif
