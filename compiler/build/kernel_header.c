#include "build/kernel_header.h"

#include <stddef.h>
#include <string.h>

/*
 * Where headers of the kernel's own stand in its tree. Such a header may be missing: types and
 * constants come from the target then.
 */
static const char *const kernel_directories[] = {
	"acpi/",     "arch/",     "asm/",   "asm-generic/", "block/", "clocksource/",
	"crypto/",   "drivers/",  "drm/",   "dt-bindings/", "fs/",    "generated/",
	"include/",  "ipc/",      "keys/",  "kernel/",      "kunit/", "kvm/",
	"linux/",    "math-emu/", "media/", "memory/",      "misc/",  "mm/",
	"net/",      "pcmcia/",   "ras/",   "rdma/",        "rv/",    "scsi/",
	"security/", "soc/",      "sound/", "target/",      "trace/", "uapi/",
	"ufs/",      "vdso/",     "video/", "virt/",        "xen/",
};

bool c_is_kernel_header(const char *name)
{
	for (size_t i = 0; i < sizeof(kernel_directories) / sizeof(kernel_directories[0]); i++) {
		if (strncmp(name, kernel_directories[i], strlen(kernel_directories[i])) == 0)
			return true;
	}
	return false;
}
