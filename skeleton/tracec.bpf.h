/*
 * What every generated BPF program stands on: types, kernel constants and the
 * helpers of libbpf. It needs neither vmlinux.h nor the system's kernel headers.
 *
 * The generated file defines two things behind this header and before the other
 * headers of the library, which use them:
 *
 *	constants	the variable in .rodata.tool; its member base is a struct abi_constants
 *	loss		the counters of loss (layout.h)
 *
 * A struct of the kernel that the library needs for itself has the flavour ___tl,
 * so that it cannot collide with what a script uses.
 */
#ifndef TRACEC_BPF_H
#define TRACEC_BPF_H

/* A script may set what it never uses, compare what is equal, and use little of this library. */
#pragma clang diagnostic ignored "-Wunused-variable"
#pragma clang diagnostic ignored "-Wunused-but-set-variable"
#pragma clang diagnostic ignored "-Wunused-function"
#pragma clang diagnostic ignored "-Wunused-value"
#pragma clang diagnostic ignored "-Wtautological-compare"

typedef unsigned char __u8;
typedef signed char __s8;
typedef unsigned short __u16;
typedef signed short __s16;
typedef unsigned int __u32;
typedef signed int __s32;
typedef unsigned long long __u64;
typedef signed long long __s64;
typedef __u16 __be16;
typedef __u32 __be32;
typedef __u64 __be64;
typedef __u32 __wsum;
typedef _Bool bool;

enum { false, true };

#include "layout.h"
#include "limit.h"

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

/* An integer as it stands in bytes of any declared type. */
typedef __u8 __attribute__((__may_alias__)) tl_u8;
typedef __s8 __attribute__((__may_alias__)) tl_s8;
typedef __u16 __attribute__((__may_alias__)) tl_u16;
typedef __s16 __attribute__((__may_alias__)) tl_s16;
typedef __u32 __attribute__((__may_alias__)) tl_u32;
typedef __s32 __attribute__((__may_alias__)) tl_s32;
typedef __u64 __attribute__((__may_alias__)) tl_u64;
typedef __s64 __attribute__((__may_alias__)) tl_s64;

/* The same where the offset is no multiple of the size: clang reads it byte by byte. */
typedef tl_u16 __attribute__((__aligned__(1))) tl_u16_packed;
typedef tl_s16 __attribute__((__aligned__(1))) tl_s16_packed;
typedef tl_u32 __attribute__((__aligned__(1))) tl_u32_packed;
typedef tl_s32 __attribute__((__aligned__(1))) tl_s32_packed;
typedef tl_u64 __attribute__((__aligned__(1))) tl_u64_packed;
typedef tl_s64 __attribute__((__aligned__(1))) tl_s64_packed;

/* A member of a frame: bytes that may hold any value, a map's key, or a record. */
#define TL_BYTES(name, size) __u8 name[size] __attribute__((__aligned__(8)))

/* Numbers of include/uapi/linux/bpf.h, which never change. */
#define BPF_MAP_TYPE_PERF_EVENT_ARRAY 4
#define BPF_MAP_TYPE_HASH             1
#define BPF_MAP_TYPE_ARRAY            2
#define BPF_MAP_TYPE_PERCPU_HASH      5
#define BPF_MAP_TYPE_PERCPU_ARRAY     6
#define BPF_MAP_TYPE_LRU_HASH         9
#define BPF_MAP_TYPE_LRU_PERCPU_HASH  10
#define BPF_MAP_TYPE_ARRAY_OF_MAPS    12
#define BPF_MAP_TYPE_RINGBUF          27
#define BPF_F_NO_PREALLOC             1
#define BPF_ANY                       0
#define BPF_NOEXIST                   1
#define BPF_F_USER_STACK              (1ULL << 8)
#define BPF_F_USER_BUILD_ID           (1ULL << 11)

#endif
