/*
 * A small made-up kernel, so that no expected output depends on the kernel of the machine. Only
 * its BTF is used (clang-19 -target bpf -O1 -g). Names and types are those of Linux, most
 * members are left out: sizes and offsets are nobody's. Whatever a test needs is added here.
 *
 * clang keeps a type whole only if a variable or a function has it, so all have one at the end.
 */
typedef unsigned char __u8;
typedef unsigned short __u16;
typedef unsigned int __u32;
typedef unsigned long long __u64;
typedef signed char __s8;
typedef short __s16;
typedef int __s32;
typedef long long __s64;
typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;
typedef __s8 s8;
typedef __s16 s16;
typedef __s32 s32;
typedef __s64 s64;
typedef u8 uint8_t;
typedef u16 uint16_t;
typedef u32 uint32_t;
typedef u64 uint64_t;
typedef s8 int8_t;
typedef s16 int16_t;
typedef s32 int32_t;
typedef s64 int64_t;
typedef __u16 __be16;
typedef __u32 __be32;
typedef _Bool bool;
typedef unsigned long size_t;
typedef long ssize_t;
typedef unsigned long uintptr_t;
typedef long long loff_t;
typedef int pid_t;
typedef unsigned int uid_t;
typedef unsigned int gid_t;
typedef unsigned short umode_t;
typedef u32 dev_t;
typedef u64 sector_t;
typedef unsigned int gfp_t;
typedef unsigned int fmode_t;
typedef struct {
	int counter;
} atomic_t;
typedef struct {
	uid_t val;
} kuid_t;

#define __user __attribute__((btf_type_tag("user")))

enum pid_type { PIDTYPE_PID, PIDTYPE_TGID, PIDTYPE_PGID, PIDTYPE_SID, PIDTYPE_MAX };

enum zone_type { ZONE_DMA, ZONE_NORMAL, ZONE_MOVABLE };

enum hrtimer_restart { HRTIMER_NORESTART, HRTIMER_RESTART };

/* Without a tag, with a negative and with a large value. */
enum { TCP_ESTABLISHED = 1, TCP_SYN_SENT, TCP_LISTEN = 10 } kept_tcp_state;

enum probe_result { PROBE_FAILED = -1, PROBE_OK };

/* Helpers of Linux 5.10, unless it is to have what loops want. */
enum bpf_func_id {
	BPF_FUNC_unspec,
	BPF_FUNC_map_lookup_elem,
	BPF_FUNC_map_update_elem,
#ifdef TARGET_HAS_LOOPS
	BPF_FUNC_for_each_map_elem = 164,
	BPF_FUNC_loop = 181,
#endif
};

enum wide_flags : u64 { WIDE_LOW = 1, WIDE_HIGH = 1ull << 40 };

struct list_head {
	struct list_head *next, *prev;
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

struct super_block {
	dev_t s_dev;
	char s_id[32];
};

struct inode {
	umode_t i_mode;
	kuid_t i_uid;
	struct super_block *i_sb;
	unsigned long i_ino;
	loff_t i_size;
};

struct dentry {
	unsigned int d_flags;
	struct dentry *d_parent;
	struct qstr d_name;
	struct inode *d_inode;
	unsigned char d_iname[40];
};

struct parsed_partitions {
	struct {
		u64 from;
		u64 size;
	} *parts;
	int limit;
};

struct vfsmount {
	struct dentry *mnt_root;
	int mnt_flags;
};

struct path {
	struct vfsmount *mnt;
	struct dentry *dentry;
};

struct file {
	fmode_t f_mode;
	unsigned int f_flags;
	struct path f_path;
	struct inode *f_inode;
	loff_t f_pos;
	void *private_data;
};

struct files_struct {
	atomic_t count;
	struct file *fd_array[64];
};

struct cred {
	kuid_t uid;
	kuid_t euid;
	u64 cap_effective;
};

struct mm_struct {
	atomic_t mm_users;
	unsigned long start_stack;
	unsigned long total_vm;
	struct file *exe_file;
};

struct task_struct {
	unsigned int __state;
	void *stack;
	unsigned int flags;
	int prio;
	struct mm_struct *mm;
	int exit_code;
	unsigned int in_execve : 1;
	unsigned int in_iowait : 1;
	int jobctl_level : 6;
	pid_t pid;
	pid_t tgid;
	struct task_struct *real_parent;
	struct task_struct *parent;
	struct list_head children;
	struct task_struct *group_leader;
	u64 utime;
	u64 start_time;
	const struct cred *cred;
	char comm[16];
	struct files_struct *files;
};

struct linux_binprm {
	struct file *file;
	int argc, envc;
	const char *filename;
	const char *interp;
};

struct open_how {
	__u64 flags;
	__u64 mode;
	__u64 resolve;
};

struct filename {
	const char *name;
	const char __user *uptr;
};

struct in6_addr {
	union {
		__u8 u6_addr8[16];
		__be16 u6_addr16[8];
		__be32 u6_addr32[4];
	} in6_u;
};

struct sock_common {
	union {
		u64 skc_addrpair;
		struct {
			__be32 skc_daddr;
			__be32 skc_rcv_saddr;
		};
	};
	union {
		u32 skc_portpair;
		struct {
			__be16 skc_dport;
			__u16 skc_num;
		};
	};
	unsigned short skc_family;
	volatile unsigned char skc_state;
	unsigned char skc_reuse : 4;
	unsigned char skc_reuseport : 1;
	struct in6_addr skc_v6_daddr;
	struct in6_addr skc_v6_rcv_saddr;
};

struct sock {
	struct sock_common __sk_common;
	int sk_rcvbuf;
	u16 sk_protocol;
};

struct sockaddr {
	unsigned short sa_family;
	char sa_data[14];
};

struct net_device {
	char name[16];
	int ifindex;
	unsigned char dev_addr[6];
};

struct sk_buff {
	struct net_device *dev;
	struct sock *sk;
	unsigned int len;
	__be16 protocol;
	unsigned char *head, *data;
};

/* Members that no script can use. */
struct odd_members {
	double ratio;
	__int128 wide;
};

struct msghdr; /* remains a declaration */

struct pt_regs {
	unsigned long r15, r14, r13, r12, bp, bx, r11, r10, r9, r8, ax, cx, dx, si, di;
	unsigned long orig_ax, ip, cs, flags, sp, ss;
};

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
	char __data[];
};

struct trace_event_raw_sys_exit {
	struct trace_entry ent;
	long id;
	long ret;
	char __data[];
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
	char __data[];
};

struct trace_event_raw_sched_wakeup_template {
	struct trace_entry ent;
	char comm[16];
	pid_t pid;
	int prio;
	int target_cpu;
	char __data[];
};

struct trace_event_raw_sched_process_template {
	struct trace_entry ent;
	char comm[16];
	pid_t pid;
	int prio;
	char __data[];
};

struct trace_event_raw_sched_process_exec {
	struct trace_entry ent;
	u32 __data_loc_filename;
	pid_t pid;
	pid_t old_pid;
	char __data[];
};

struct trace_event_raw_kmalloc {
	struct trace_entry ent;
	unsigned long call_site;
	const void *ptr;
	size_t bytes_req;
	size_t bytes_alloc;
	unsigned long gfp_flags;
	int node;
	char __data[];
};

struct trace_event_raw_inet_sock_set_state {
	struct trace_entry ent;
	const void *skaddr;
	int oldstate;
	int newstate;
	__u16 sport;
	__u16 dport;
	__u16 family;
	__u16 protocol;
	__u8 saddr[4];
	__u8 daddr[4];
	__u8 saddr_v6[16];
	__u8 daddr_v6[16];
	char __data[];
};

typedef void (*btf_trace_sys_enter)(void *, struct pt_regs *, long);
typedef void (*btf_trace_sys_exit)(void *, struct pt_regs *, long);
typedef void (*btf_trace_sched_switch)(void *, bool, struct task_struct *, struct task_struct *,
				       unsigned int);
typedef void (*btf_trace_sched_process_exec)(void *, struct task_struct *, pid_t,
					     struct linux_binprm *);
typedef void (*btf_trace_sched_wakeup)(void *, struct task_struct *);
typedef void (*btf_trace_kfree_skb)(void *, struct sk_buff *, void *);

/* What has the names of raw tracepoints' arguments; 6.9 and later. sched_wakeup is an older event. */
#define STUB(name, ...)                                    \
	void __probestub_##name(void *__data, __VA_ARGS__) \
	{                                                  \
	}

STUB(sys_enter, struct pt_regs *regs, long id)
STUB(sys_exit, struct pt_regs *regs, long ret)
STUB(sched_switch, bool preempt, struct task_struct *prev, struct task_struct *next,
     unsigned int prev_state)
STUB(sched_process_exec, struct task_struct *p, pid_t old_pid, struct linux_binprm *bprm)
STUB(kfree_skb, struct sk_buff *skb, void *location)

#define FUNCTION(type, name, ...) \
	type name(__VA_ARGS__)    \
	{                         \
		return 0;         \
	}

FUNCTION(ssize_t, vfs_read, struct file *file, char __user *buf, size_t count, loff_t *pos)
FUNCTION(ssize_t, vfs_write, struct file *file, const char __user *buf, size_t count, loff_t *pos)
FUNCTION(int, vfs_open, const struct path *path, struct file *file)
FUNCTION(int, vfs_fsync, struct file *file, int datasync)
FUNCTION(long, do_sys_openat2, int dfd, const char __user *filename, struct open_how *how)
FUNCTION(int, do_unlinkat, int dfd, struct filename *name)
FUNCTION(struct file *, do_filp_open, int dfd, struct filename *pathname)
FUNCTION(int, tcp_v4_connect, struct sock *sk, struct sockaddr *uaddr, int addr_len)
FUNCTION(int, tcp_sendmsg, struct sock *sk, struct msghdr *msg, size_t size)
FUNCTION(int, ip_output, struct sk_buff *skb)
FUNCTION(void *, __kmalloc, size_t size, gfp_t flags)
FUNCTION(int, wake_up_process, struct task_struct *p)
FUNCTION(bool, has_capability, struct task_struct *t, int cap)

void kfree(const void *object)
{
}

void schedule(void)
{
}

/* The syscalls that there are: their tracepoints follow from these. */
FUNCTION(long, __do_sys_read, unsigned int fd, char __user *buf, size_t count)
FUNCTION(long, __do_sys_write, unsigned int fd, const char __user *buf, size_t count)
FUNCTION(long, __do_sys_open, const char __user *filename, int flags, umode_t mode)
FUNCTION(long, __do_sys_openat, int dfd, const char __user *filename, int flags, umode_t mode)
FUNCTION(long, __do_sys_close, unsigned int fd)
FUNCTION(long, __do_sys_execve, const char __user *filename, const char __user *const __user *argv,
	 const char __user *const __user *envp)
FUNCTION(long, __do_sys_kill, pid_t pid, int sig)
FUNCTION(long, __do_sys_getppid, void)
FUNCTION(long, __do_sys_connect, int fd, struct sockaddr __user *uservaddr, int addrlen)

#define KEEP(type, name) type kept_##name
KEEP(struct odd_members, odd_members);
KEEP(s8, s8);
KEEP(int8_t, int8_t);
KEEP(int16_t, int16_t);
KEEP(int32_t, int32_t);
KEEP(int64_t, int64_t);
KEEP(uint8_t, uint8_t);
KEEP(uint16_t, uint16_t);
KEEP(uint32_t, uint32_t);
KEEP(uint64_t, uint64_t);
KEEP(s16, s16);
KEEP(s32, s32);
KEEP(s64, s64);
KEEP(u16, u16);
KEEP(uintptr_t, uintptr_t);
KEEP(gid_t, gid_t);
KEEP(sector_t, sector_t);
KEEP(float, float);
KEEP(double, double);
KEEP(enum pid_type, pid_type);
KEEP(enum zone_type, zone_type);
KEEP(enum hrtimer_restart, hrtimer_restart);
KEEP(enum bpf_func_id, bpf_func_id);
KEEP(enum probe_result, probe_result);
KEEP(enum wide_flags, wide_flags);
KEEP(struct list_head, list_head);
KEEP(struct qstr, qstr);
KEEP(struct super_block, super_block);
KEEP(struct inode, inode);
KEEP(struct dentry, dentry);
KEEP(struct vfsmount, vfsmount);
KEEP(struct parsed_partitions, parsed_partitions);
KEEP(struct path, path);
KEEP(struct file, file);
KEEP(struct files_struct, files_struct);
KEEP(struct cred, cred);
KEEP(struct mm_struct, mm_struct);
KEEP(struct task_struct, task_struct);
KEEP(struct linux_binprm, linux_binprm);
KEEP(struct open_how, open_how);
KEEP(struct filename, filename);
KEEP(struct in6_addr, in6_addr);
KEEP(struct sock_common, sock_common);
KEEP(struct sock, sock);
KEEP(struct sockaddr, sockaddr);
KEEP(struct net_device, net_device);
KEEP(struct sk_buff, sk_buff);
KEEP(struct pt_regs, pt_regs);
KEEP(struct trace_event_raw_sys_enter, raw_sys_enter);
KEEP(struct trace_event_raw_sys_exit, raw_sys_exit);
KEEP(struct trace_event_raw_sched_switch, raw_sched_switch);
KEEP(struct trace_event_raw_sched_wakeup_template, raw_sched_wakeup_template);
KEEP(struct trace_event_raw_sched_process_template, raw_sched_process_template);
KEEP(struct trace_event_raw_sched_process_exec, raw_sched_process_exec);
KEEP(struct trace_event_raw_kmalloc, raw_kmalloc);
KEEP(struct trace_event_raw_inet_sock_set_state, raw_inet_sock_set_state);
KEEP(btf_trace_sys_enter, trace_sys_enter);
KEEP(btf_trace_sys_exit, trace_sys_exit);
KEEP(btf_trace_sched_switch, trace_sched_switch);
KEEP(btf_trace_sched_process_exec, trace_sched_process_exec);
KEEP(btf_trace_sched_wakeup, trace_sched_wakeup);
KEEP(btf_trace_kfree_skb, trace_kfree_skb);
