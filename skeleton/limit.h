/*
 * Limits that the compiling side, the BPF programs and the running side agree
 * on, each with its reason. Included by host C and BPF C alike: macros only.
 */
#ifndef SKELETON_LIMIT_H
#define SKELETON_LIMIT_H

/* Largest frame of one program: what eight of them cost a CPU is still bearable. */
#define LIMIT_FRAME_SIZE 262144

/*
 * Largest frame in a per-CPU map: the per-CPU allocator gives at most 32 KiB per
 * element (PCPU_MIN_UNIT_SIZE, include/linux/percpu.h).
 */
#define LIMIT_PERCPU_FRAME 32768

/* Frames up to this size stay on the BPF stack (512 bytes in all, calls included). */
#define LIMIT_STACK_FRAME 192

/*
 * Slots of scratch memory per CPU: task, softirq, hardirq and NMI may interrupt
 * each other, and preemptible programs may be preempted by others.
 */
#define LIMIT_SCRATCH_SLOTS 8

/* Entries in a stack: kernel.perf_event_max_stack's default, and the most the helper gives. */
#define LIMIT_STACK_DEPTH_DEFAULT 127
#define LIMIT_STACK_DEPTH_MAX	  1024

/* Lanes of the counters of loss (layout.h), a power of two: CPUs that lose at the same time do not share a cache line. */
#define LIMIT_LOSS_LANES 16

#define LIMIT_COMM_SIZE 16 /* TASK_COMM_LEN */

#define LIMIT_USER_SYMBOLS 64 /* that uaddr() names in a script: bits of abi_program.user_symbols */
#define LIMIT_STATIC_ARGUMENTS 12 /* of a USDT probe; sys/sdt.h makes no more */

/* Room of str_concat()'s result; of strerror()'s; of signal_name()'s and syscall_name()'s. */
#define LIMIT_CONCAT_SIZE 1024
#define LIMIT_STRING	  8192 /* bytes: the largest max_strlen */
#define LIMIT_ERROR_TEXT  64
#define LIMIT_NAME_TEXT	  32

/* Bytes that skboutput() reads itself of a packet at most: jumbo frames, in what LIMIT_PERCPU_FRAME allows. */
#define LIMIT_PACKET_SIZE 16384
/*
 * Bytes of a packet, with what is left out in front, that the kernel copies at most: the header of a perf buffer's record
 * tells its size in 16 bits.
 */
#define LIMIT_WHOLE_PACKET 65408

/* Arguments of printf (language.md 3.2). */
#define LIMIT_PRINTF_ARGS 127

/* Room for the text of one positional parameter in the tool's constants, NUL included. */
#define LIMIT_PARAM_TEXT 256

/* Numbers of system calls are less: in Linux 6.18 the largest of x86_64 and arm64 is below 480. */
#define LIMIT_SYSCALLS 1024

/* Room for a resolved probe name in the tool's constants, NUL included. */
#define LIMIT_PROBE_NAME 256

#endif
