/*
 * Bytes that BPF programs and the tool exchange: ring buffer records, map
 * values, and the constants that the tool sets before load. Included by both;
 * uses only the __u32-like types, which the including side provides.
 */
#ifndef SKELETON_LAYOUT_H
#define SKELETON_LAYOUT_H

#include "limit.h"

/*
 * Head of every record. Behind it stands the event's fixed part (arguments at
 * their abi_arg.offset, counted from the record's first byte), then, without
 * padding and in the order of the arguments, the bytes of the packed ones.
 */
struct abi_record {
	__u32 event; /* index in abi_tool.events */
	__u32 size;  /* bytes of the whole record */
};

/*
 * A packed argument is this in the fixed part; its bytes follow the fixed part.
 * A string's length counts no NUL; length == abi_type.size means that it was cut.
 * Stacks: length = 8 * frames.
 */
struct abi_packed {
	__u32 length; /* bytes */
	__u32 extra;  /* of a ustack: the process id; of a string read from address 0: 1; else 0 */
};

/*
 * Tags of declarations in the object's types: what programs have of the builder's kernel although the target may have
 * it otherwise, for which reason it is compared there (need_shape.c). Of a struct: all its members are copied. Of a
 * member: the array is copied, with the elements that are declared; or the pointer is to a struct without a name, of
 * which "NAME@BIT/BYTES" are read where the builder has them, and "@BYTES" is its size.
 */
#define ABI_TAG_WHOLE "tl_whole"
#define ABI_TAG_VALUE "tl_value"
#define ABI_TAG_AT    "tl_at "

/*
 * Per-CPU element of count, sum, min, max, avg and stats, and the element of a
 * scalar integer map kept in an array (is_array). `set` is non-zero once written:
 * number of samples for avg and stats, 1 for the others.
 */
struct abi_aggregate {
	__u64 value; /* of avg and stats: the total; signed or unsigned by the value's type */
	__u64 set;
};

/*
 * Per-CPU element of a tseries' slot. meta is 0 in an empty one; else the number of samples (avg), the
 * CLOCK_BOOTTIME of the write (last: the latest of equal epochs wins), or 1.
 */
struct abi_tseries {
	__u64 value; /* of avg the total */
	__u64 meta;
	__u64 epoch; /* sw_tai nanoseconds / interval */
};

/* abi_type.step of a tseries. */
enum abi_tseries_aggregate {
	ABI_TSERIES_LAST,
	ABI_TSERIES_AVG,
	ABI_TSERIES_MAX,
	ABI_TSERIES_MIN,
	ABI_TSERIES_SUM,
};

/* Stands for a key in a map with a map of keys (abi_map.keys_name). */
struct abi_digest {
	__u64 a, b;
};

struct abi_usym {
	__u64 address;
	__u32 pid; /* in the tool's pid namespace */
	__u32 probe;
};

struct abi_kstack {
	__u64 count; /* frames */
	__u64 frames[];
};

struct abi_ustack {
	__u32 pid;
	__u32 probe;
	__u64 count;
	__u64 frames[];
};

/* A frame of an abi_ustack in mode build_id: struct bpf_stack_build_id of linux/bpf.h. */
struct abi_build_id {
	__s32 status; /* BPF_STACK_BUILD_ID_VALID; else the place of offset holds an address */
	__u8 id[20];
	__u64 offset; /* in the file */
};

/*
 * How to get from a function to its caller: a row counts from its address up to that of the next one.
 * Offsets are in words of 8 bytes. sp and bp are the stack pointer and the frame pointer: rsp and rbp; sp and x29.
 *
 * x86_64: the return address is the word below the canonical frame address (CFA); `place` is where the caller's bp is,
 * from the CFA; 0: it was not changed; for AT_BP and PLT see there.
 * arm64: `place` is where the return address is, from the CFA; 0: it is still in x30. `frame` says where x29 is.
 */
struct abi_unwind_row {
	__u32 address;  /* ip - bias of the mapping */
	__s32 cfa : 15; /* from what the rule says */
	__s32 place : 12;
	__u32 frame : 2; /* enum abi_unwind_frame */
	__u32 rule : 3;  /* enum abi_unwind_rule */
};

#define ABI_UNWIND_CFA_MAX   ((1 << 14) - 1)
#define ABI_UNWIND_PLACE_MIN (-(1 << 11))

enum abi_unwind_frame {
	ABI_UNWIND_FRAME_SAME,
	ABI_UNWIND_FRAME_PAIR, /* in the word below the return address */
	ABI_UNWIND_FRAME_LOST, /* somewhere else: who needs it later cannot be unwound */
};

enum abi_unwind_rule {
	ABI_UNWIND_NONE,	 /* not known */
	ABI_UNWIND_END,		 /* nobody has called this */
	ABI_UNWIND_SP,		 /* CFA = sp + cfa */
	ABI_UNWIND_BP,		 /* CFA = bp + cfa */
	ABI_UNWIND_AT_BP,	 /* CFA = what is at bp + cfa; place 1: the caller's bp is at bp */
	ABI_UNWIND_PLT,		 /* as SP, and one more from byte `place` of each 16: behind the push of an entry of the PLT */
	ABI_UNWIND_SIGNAL_FRAME, /* all registers are in the struct ucontext at sp */
};

/* Rows of all tables: 16 MiB, of which what is not used takes no time. A libc has some 20,000. */
#define ABI_UNWIND_ROWS (2 << 20)

/* A power of two; of more mappings of code in a process the oldest are left out. */
#define ABI_UNWIND_MAPPINGS 256

#define ABI_UNWIND_PROCESSES 4096

/*
 * Set in a frame of dw_ustack that a signal has interrupted: the address is of the instruction itself, and no
 * call stands before it. Addresses of user code do not have the bit.
 */
#define ABI_UNWIND_INTERRUPTED ((__u64)1 << 63)

/* Behind the last frame of a stack that could not be followed to its end. */
#define ABI_UNWIND_FAILURE (~(__u64)0)

/* Code of a file as a process has it mapped, and the rows of its table. */
struct abi_unwind_mapping {
	__u64 start, end;
	__u64 bias;
	__u32 first, count;
};

/* Element of map "unwind_processes". */
struct abi_unwind_process {
	__u32 count;
	__u32 reserved;
	struct abi_unwind_mapping mappings[ABI_UNWIND_MAPPINGS]; /* by start */
};

struct abi_inet {
	__u32 family; /* AF_INET 2, AF_INET6 10 */
	__u8 address[16];
};

struct abi_timestamp {
	__u64 nanoseconds;
	__u32 mode; /* enum abi_clock */
	__u32 reserved;
};

enum abi_clock { ABI_CLOCK_BOOT, ABI_CLOCK_MONOTONIC, ABI_CLOCK_TAI, ABI_CLOCK_SW_TAI };

/*
 * Where an argument of a USDT probe is, at one of the places of the probe (usdt.bpf.h). An address is
 * base + index * scale + offset.
 */
enum abi_static_kind {
	ABI_STATIC_NOTHING,  /* cannot be read: 0 */
	ABI_STATIC_CONSTANT, /* offset itself */
	ABI_STATIC_REGISTER, /* base */
	ABI_STATIC_MEMORY,   /* of the process, at the address */
};

#define ABI_NO_REGISTER 0xffff

struct abi_static_argument {
	__s64 offset;
	__u16 base, index; /* offsets of registers in the context; ABI_NO_REGISTER: none */
	__u8 kind;	   /* enum abi_static_kind */
	__u8 scale;
	__u8 size; /* bytes: 1, 2, 4, 8 */
	__u8 is_signed;
	__u8 index_size; /* so many low bytes of the index count: 8 or 4 */
	__u8 is_index_signed;
	__u8 reserved[6];
};

/* Element of map "usdt_places". A place is known by its number, which is the attachment's cookie. */
struct abi_static_place {
	__u64 address; /* of the place, by the file's own tables */
	__u32 name;    /* number of the probe's name */
	__u32 n_arguments;
	struct abi_static_argument arguments[LIMIT_STATIC_ARGUMENTS];
};

/*
 * First member of the one variable in section .rodata.tool, patched by the stub
 * before load. The script's own constants follow at the offsets that abi_patch gives.
 */
struct abi_constants {
	__u64 start_time;    /* CLOCK_BOOTTIME in ns at the start of the tool, for elapsed */
	__u64 sw_tai_offset; /* CLOCK_TAI - CLOCK_BOOTTIME in ns */
	__u64 pidns_dev; /* device and inode of the tool's pid namespace; 0 in the initial one */
	__u64 pidns_ino;
	__u32 filter_pid;     /* of -p; 0: none */
	__u32 child_pid;      /* of -c; 0: none */
	__u32 n_cpus;         /* possible CPUs */
	__u32 n_params;       /* $# */
	__u32 report_helpers; /* -k */
	__u32 page_size;
};

/* What a kernel may lack. */
enum abi_feature {
#define FEATURE(id, word, since, probe, argument, help) FEATURE_##id,
#include "feature.def"
	N_ABI_FEATURES
};

/*
 * A program asks for a feature by loading this 64-bit constant, the feature's number in its low half;
 * the stub makes it 1 or 0.
 */
#define ABI_FEATURE_ASKED 0x7ac3fea700000000ULL

/*
 * A program of a kprobe session calls this number to ask whether the function ends; the stub puts the
 * kernel's own function in its place.
 */
#define ABI_CALL_SESSION_IS_RETURN 0x7ac3fea8

/*
 * Stands for the helper bpf_for_each_map_elem where programs can do without it: they have asked for FEATURE_FOR_EACH.
 * No helper has this number.
 */
#define ABI_HELPER_VISIT 0x7ac3fea6

/*
 * Offset of slot 0 (struct abi_slot) in its instruction; further slots go down from there. No other load
 * has so low an offset: they are negative for the stack alone, which has 512 bytes.
 */
#define ABI_SLOT_OFFSET (-32000)
#define ABI_SLOTS_MAX   256

/* Counters up to whole cache lines of 64 bytes. */
#define ABI_LOSS_ROW(n) (((n) + 7) & ~7u)

/*
 * Counters of loss: the array "loss" of __u64, alone in section .data.loss, with a row of ABI_LOSS_ROW(counters) for each of
 * LIMIT_LOSS_LANES lanes; CPU n counts in lane n modulo their number, and the rows are added up. Index e < n_events: records of event e that found
 * no room, or, of a runtime_error with a map, updates that the map refused there because it is full; then one
 * for each of abi_tool.programs and one for all functions of the script: runs that found no free scratch slot.
 *
 * The object's other maps, beside the script's: "events", the ring buffer, whose size the stub sets
 * (absent if there are no events), "control", the ring buffer for control records that found no room
 * in it (absent if the script has no such events), "scratch" and "scratch_used" (scratch.bpf.h), and those of
 * unwind.bpf.h; "packets", an array of perf buffers (packet.bpf.h). Without FEATURE_RINGBUF the stub makes arrays of perf buffers of the two, and uses "record_space" and
 * "record_used" (record.bpf.h).
 */

/*
 * Control records, those of exit, print_map, clear_map and zero_map, are not lost when "events" is full: they
 * go to "control" then. Behind such a record, at its size rounded up to 8, stands the position
 * (bytes ever produced) that "events" had: the record is handled behind all that are before it there. In
 * perf buffers all records have their time instead.
 */
struct abi_control {
	__u64 position;
};

#define ABI_CONTROL_OFFSET(size) (((size) + 7) & ~7)

/*
 * Record of a packet that the kernel itself copies into a perf buffer of map "packets" (packet.bpf.h); its bytes follow,
 * from the packet's first on. As a control record it has its position among the events.
 */
struct abi_packet {
	struct abi_record head; /* size: with the bytes */
	__u64 time;	/* CLOCK_BOOTTIME in ns */
	__u32 offset;	/* bytes in front that are not wanted */
	__u32 wanted;	/* bytes behind those */
	__u32 rest;	/* bytes that the packet has there */
	__u32 reserved;
	struct abi_control place;
};

#endif
