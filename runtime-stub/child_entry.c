#include "child_entry.h"

#include <elf.h>
#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>

/*
 * BREAKPOINT: an instruction that stops a process, and the bytes that it takes; UPROBE: what the kernel puts where a
 * uprobe is; BEHIND: so far behind its address the process stops.
 */
#if defined(__x86_64__)
#	define BREAKPOINT      0xccUL /* int3 */
#	define BREAKPOINT_MASK 0xffUL
#	define UPROBE          BREAKPOINT
#	define BEHIND          1
#	define PC(registers)   ((registers).rip)
#elif defined(__aarch64__)
#	define BREAKPOINT      0xd4200000UL /* brk #0 */
#	define BREAKPOINT_MASK 0xffffffffUL
#	define UPROBE          0xd42000a0UL /* brk #5: UPROBES_BRK_IMM of asm/brk-imm.h */
#	define BEHIND          0
#	define PC(registers)   ((registers).pc)
#endif

#ifdef BREAKPOINT

int rt_child_entry_follow(pid_t pid)
{
	return ptrace(PTRACE_SEIZE, pid, 0, PTRACE_O_TRACEEXEC) ? -errno : 0;
}

/* 0: it is not told. */
static unsigned long entry_of(pid_t pid)
{
	char path[32];
	Elf64_auxv_t value = { 0 };
	snprintf(path, sizeof(path), "/proc/%d/auxv", (int)pid);
	FILE *file = fopen(path, "re");
	if (!file)
		return 0;
	while (fread(&value, sizeof(value), 1, file) == 1 && value.a_type != AT_ENTRY)
		;
	fclose(file);
	return value.a_type == AT_ENTRY ? value.a_un.a_val : 0;
}

/* The low bytes of the word there; what they were goes to *before. */
static int put_code(pid_t pid, unsigned long address, unsigned long code, unsigned long *before)
{
	errno = 0;
	unsigned long word = (unsigned long)ptrace(PTRACE_PEEKTEXT, pid, address, 0);
	if (errno)
		return -errno;
	*before = word & BREAKPOINT_MASK;
	word = (word & ~BREAKPOINT_MASK) | code;
	return ptrace(PTRACE_POKETEXT, pid, address, word) ? -errno : 0;
}

/* The child's next stop. -ECHILD: it has ended, which is left for others to see. */
static int next_stop(pid_t pid, int *status)
{
	siginfo_t info = { 0 };
	int err;
	do
		err = waitid(P_PID, (id_t)pid, &info, WEXITED | WSTOPPED | WNOWAIT) ? -errno : 0;
	while (err == -EINTR);
	if (err || info.si_code == CLD_EXITED || info.si_code == CLD_KILLED ||
	    info.si_code == CLD_DUMPED)
		return err ? err : -ECHILD;
	return waitpid(pid, status, __WALL) == pid ? 0 : -errno;
}

/* Until it stops for this; signals are handed on. */
static int run_until(pid_t pid, int wanted)
{
	int status;
	int err = next_stop(pid, &status);
	while (!err && status >> 8 != wanted) {
		int signal = status >> 16 ? 0 : WSTOPSIG(status);
		err = ptrace(PTRACE_CONT, pid, 0, signal) ? -errno : next_stop(pid, &status);
	}
	return err;
}

/* Has the stopped process go on at `entry`, if it stopped there. */
static int go_back(pid_t pid, unsigned long entry)
{
	struct user_regs_struct registers;
	struct iovec all = { &registers, sizeof(registers) };
	if (ptrace(PTRACE_GETREGSET, pid, NT_PRSTATUS, &all))
		return -errno;
	if (PC(registers) != entry + BEHIND)
		return 0;
	PC(registers) = entry;
	return ptrace(PTRACE_SETREGSET, pid, NT_PRSTATUS, &all) ? -errno : 0;
}

/* From its execve to its entry. Where a breakpoint is already, it is that of a probe. */
static int run_to_entry(pid_t pid)
{
	unsigned long code, mine;
	unsigned long entry = entry_of(pid);
	int err = entry ? put_code(pid, entry, BREAKPOINT, &code) : -ENOENT;
	if (!err && code == UPROBE)
		return put_code(pid, entry, code, &mine);
	if (!err)
		err = ptrace(PTRACE_CONT, pid, 0, 0) ? -errno : run_until(pid, SIGTRAP);
	if (!err)
		err = put_code(pid, entry, code, &mine);
	return err ? err : go_back(pid, entry);
}

int rt_child_entry_wait(pid_t pid)
{
	int err = run_until(pid, SIGTRAP | PTRACE_EVENT_EXEC << 8);
	return err ? err : run_to_entry(pid);
}

void rt_child_entry_leave(pid_t pid)
{
	ptrace(PTRACE_DETACH, pid, 0, 0);
}

#else

int rt_child_entry_follow(pid_t pid)
{
	(void)pid;
	return -ENOSYS;
}

int rt_child_entry_wait(pid_t pid)
{
	(void)pid;
	return -ENOSYS;
}

void rt_child_entry_leave(pid_t pid)
{
	(void)pid;
}

#endif
