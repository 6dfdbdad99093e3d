/*
 * What a tool says of itself: --help, --version, --info, --source.
 */
#ifndef RUNTIME_STUB_ABOUT_H
#define RUNTIME_STUB_ABOUT_H

struct rt;

void rt_about_help(const struct rt *rt);
void rt_about_version(const struct rt *rt);
void rt_about_info(const struct rt *rt);
void rt_about_source(const struct rt *rt);

#endif
