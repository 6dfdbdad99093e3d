/*
 * What the running kernel was configured to: constants of scripts that are CONFIG_... of its build, and its version.
 */
#ifndef RUNTIME_STUB_KCONFIG_H
#define RUNTIME_STUB_KCONFIG_H

#include <stdint.h>

struct abi_patch;
struct rt;

/*
 * The s64 at `place` becomes what patch->text is: LINUX_KERNEL_VERSION, or a CONFIG_ by /proc/config.gz, else by
 * the files of that release in /boot and /lib/modules. As libbpf has it: y is 1, m 2, and 0 what is off or unknown there.
 * -ENOENT, -EINVAL after a message: there is no configuration to read, or the value is a text.
 */
int rt_fill_kconfig(struct rt *rt, const struct abi_patch *patch, uint8_t *place);

/* The value of `name` in the lines of a configuration; 0, or -EINVAL for what is no number. */
int rt_kconfig_find(const char *lines, const char *name, int64_t *value);

#endif
