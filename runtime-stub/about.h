/*
 * What a tool says of itself, all on stdout: --help, --version, --info, --source.
 */
#ifndef RUNTIME_STUB_ABOUT_H
#define RUNTIME_STUB_ABOUT_H

#include <stdbool.h>
#include <stdio.h>

struct abi_entry;
struct abi_part;
struct abi_tool;
struct rt;

void rt_about_help(const struct rt *rt);
void rt_about_version(const struct rt *rt);
void rt_about_info(const struct rt *rt);
void rt_about_source(const struct rt *rt);

/* Whether a part is in this executable; parts without a licence are programs that made it. */
bool rt_about_has_part(const struct abi_part *part);
/* The parts with versions and licences, and what made the executable. */
void rt_about_parts(const struct abi_entry *of);

/* The first line of the script's leading comment, without its newline; its length. */
size_t rt_about_summary(const struct abi_tool *t, const char **line);

#endif
