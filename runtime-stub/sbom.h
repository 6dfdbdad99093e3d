/*
 * --sbom: what an executable consists of, as SPDX 2.3 in JSON.
 */
#ifndef RUNTIME_STUB_SBOM_H
#define RUNTIME_STUB_SBOM_H

struct abi_entry;
struct rt;

void rt_sbom_print(const struct rt *rt);
/* Of a whole bundle. */
void rt_sbom_print_bundle(const struct abi_entry *of);

#endif
