/*
 * A small made-up kernel: the target of the golden tests, compiled to BTF by
 * tests/lib/golden.sh. It holds as little as the scripts there use; a golden
 * that needs another type, function or tracepoint adds it. Names and members
 * are those of Linux, offsets are of no importance: tools relocate them.
 */

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef int pid_t;
typedef unsigned int gfp_t;
typedef unsigned long size_t;
typedef long ssize_t;
typedef long long loff_t;
typedef _Bool bool;
typedef void *pointer;

enum pid_type { PIDTYPE_PID, PIDTYPE_TGID, PIDTYPE_PGID, PIDTYPE_SID };

struct list_head {
	struct list_head *next;
	struct list_head *prev;
};

struct qstr {
	union {
		struct {
			u32 hash;
			u32 len;
		};
		u64 hash_len;
	};
	const unsigned char *name;
};

struct dentry {
	struct dentry *d_parent;
	struct qstr d_name;
};

struct path {
	struct dentry *dentry;
};

struct file {
	struct path f_path;
	loff_t f_pos;
};

struct mm_struct {
	unsigned long total_vm;
	u32 dumpable : 2;
	u32 flags : 6;
};

struct task_struct {
	unsigned int __state;
	int prio;
	struct mm_struct *mm;
	pid_t pid;
	pid_t tgid;
	struct task_struct *real_parent;
	struct list_head children;
	struct task_struct *group_leader;
	char comm[16];
};

struct linux_binprm {
	struct file *file;
	const char *filename;
};

struct filename {
	const char *name;
	const char *uptr;
};

struct open_how {
	u64 flags;
	u64 mode;
	u64 resolve;
};

struct pt_regs {
	unsigned long r15, r14, r13, r12, bp, bx, r11, r10, r9, r8;
	unsigned long ax, cx, dx, si, di, orig_ax, ip, cs, flags, sp, ss;
};

/* Tracepoint records. */

struct trace_entry {
	unsigned short type;
	unsigned char flags;
	unsigned char preempt_count;
	int pid;
};

struct trace_event_raw_sys_enter {
	struct trace_entry ent;
	long id;
	unsigned long args[6];
	char __data[0];
};

struct trace_event_raw_sys_exit {
	struct trace_entry ent;
	long id;
	long ret;
	char __data[0];
};

struct trace_event_raw_sched_switch {
	struct trace_entry ent;
	char prev_comm[16];
	pid_t prev_pid;
	int prev_prio;
	long prev_state;
	char next_comm[16];
	pid_t next_pid;
	int next_prio;
	char __data[0];
};

struct trace_event_raw_sched_process_exec {
	struct trace_entry ent;
	u32 __data_loc_filename;
	pid_t pid;
	pid_t old_pid;
	char __data[0];
};

struct trace_event_raw_block_rq_issue {
	struct trace_entry ent;
	u32 dev;
	u64 sector;
	u32 nr_sector;
	u32 bytes;
	char rwbs[8];
	char comm[16];
	u32 __data_loc_cmd;
	char __data[0];
};

/* Raw tracepoints. */

typedef void (*btf_trace_sched_process_exec)(void *data, struct task_struct *p, pid_t old_pid,
					     struct linux_binprm *bprm);
typedef void (*btf_trace_sched_switch)(void *data, bool preempt, struct task_struct *prev,
				       struct task_struct *next, unsigned int prev_state);

/* Every type that is only here to be found. */
struct everything {
	enum pid_type pid_type;
	struct pt_regs pt_regs;
	struct trace_event_raw_sys_enter sys_enter;
	struct trace_event_raw_sys_exit sys_exit;
	struct trace_event_raw_sched_switch sched_switch;
	struct trace_event_raw_sched_process_exec sched_process_exec;
	struct trace_event_raw_block_rq_issue block_rq_issue;
	btf_trace_sched_process_exec raw_sched_process_exec;
	btf_trace_sched_switch raw_sched_switch;
	u8 a_u8;
	u16 a_u16;
	gfp_t a_gfp_t;
	pointer a_pointer;
} everything;

/* Functions. */

ssize_t vfs_read(struct file *file, char *buf, size_t count, loff_t *pos)
{
	return 0;
}

ssize_t vfs_write(struct file *file, const char *buf, size_t count, loff_t *pos)
{
	return 0;
}

long do_sys_openat2(int dfd, struct filename *filename, struct open_how *how)
{
	return 0;
}

void wake_up_new_task(struct task_struct *p)
{
}
