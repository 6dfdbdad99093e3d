/*
 * The kernel's own types, as libbpf has them. They are some megabytes; since Linux 6.15 they can be mapped, where reading
 * takes a system call for every 4 KiB.
 */
#ifndef RUNTIME_STUB_LOAD_VMLINUX_H
#define RUNTIME_STUB_LOAD_VMLINUX_H

struct btf;

/* NULL: the kernel gives none. The caller frees it, with btf__free. */
struct btf *rt_vmlinux_btf(void);

/* What libbpf gets where it would read them (the linker's option --wrap). */
struct btf *__wrap_btf__load_vmlinux_btf(void);

#endif
