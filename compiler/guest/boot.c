#include "guest/boot.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/strbuf.h"
#include "base/vec.h"
#include "build/files.h"
#include "build/spawn.h"

/* Of what a guest says on its lines. */
#define TEXT_MAX (256U << 20)

#define MAX_WORDS 8

struct machine {
	const char *name; /* as of uname -m */
	const char *qemu, *package;
	const char *console; /* the first serial line */
	const char *cpu;     /* the one that is emulated */
	const char *words
		[MAX_WORDS]; /* further ones of QEMU's command line, for the second line too; %s: results */
};

/* What guest_init.c writes its results to is the second line: of arm64 the first one of PCI. */
static const struct machine machines[] = {
	{ "x86_64",
	  "qemu-system-x86_64",
	  "qemu-system-x86",
	  "ttyS0",
	  "max",
	  { "-serial", "file:%s" } },
	{ "aarch64",
	  "qemu-system-aarch64",
	  "qemu-system-arm",
	  "ttyAMA0",
	  "max,pauth-impdef=on", // pointers are signed by a slow cipher else
	  { "-machine", "virt", "-chardev", "file,id=results,path=%s", "-device",
	    "pci-serial,chardev=results" } },
	{ "riscv64",
	  "qemu-system-riscv64",
	  "qemu-system-misc",
	  "ttyS0",
	  "max",
	  { "-machine", "virt", "-chardev", "file,id=results,path=%s", "-device",
	    "pci-serial,chardev=results" } },
};

static const struct machine *find_machine(const char *name)
{
	struct utsname host;
	if (!name && !uname(&host))
		name = host.machine;
	for (size_t i = 0; name && i < sizeof(machines) / sizeof(machines[0]); i++)
		if (strcmp(machines[i].name, name) == 0)
			return &machines[i];
	return NULL;
}

const char *guest_find_qemu(struct arena *arena, const char *name, const char **error)
{
	const struct machine *machine = find_machine(name);
	const char *qemu;
	if (!machine) {
		*error = arena_printf(arena, "guests are not known for %s",
				      name ? name : "this machine");
		return NULL;
	}
	qemu = spawn_find(arena, machine->qemu);
	if (!qemu)
		*error = arena_printf(arena, "%s not found; on Debian: apt install %s",
				      machine->qemu, machine->package);
	return qemu;
}

/*
 * One thread of the host runs all CPUs of an emulated guest in turn. With one for each (QEMU's default), QEMU 7.2 runs old
 * translations of code that another CPU of the guest patches meanwhile: kernels panicked within seconds where tracepoints and
 * kprobes came and went under load ("Oops: int3", jumps to 0).
 */
static const char emulation[] = "tcg,thread=single";

/* That there is a device says little: a machine has to be made with it. */
static bool has_kvm(void)
{
	int fd = open("/dev/kvm", O_RDWR | O_CLOEXEC);
	int machine = fd < 0 ? -1 : ioctl(fd, KVM_CREATE_VM, 0);
	if (machine >= 0)
		close(machine);
	if (fd >= 0)
		close(fd);
	return machine >= 0;
}

typedef VEC(const char *) word_vec;

/* %s at the end of a word. */
static const char *with_path(struct arena *arena, const char *word, const char *path)
{
	const char *at = strstr(word, "%s");
	return at ? arena_printf(arena, "%.*s%s", (int)(at - word), word, path) : word;
}

static void make_command(struct arena *arena, const char *qemu, const struct guest *guest,
			 const struct machine *machine, bool is_fast, word_vec *argv)
{
	const char *words[] = {
		qemu,
		"-accel",
		is_fast ? "kvm" : emulation,
		"-cpu",
		is_fast ? "host" : machine->cpu,
		"-smp",
		arena_printf(arena, "%u", guest->n_cpus),
		"-m",
		arena_printf(arena, "%u", guest->memory),
		"-nodefaults",
		"-nographic",
		"-no-reboot",
		"-kernel",
		guest->kernel,
		"-initrd",
		guest->initramfs,
		"-append",
		// An emulated clock that others keep waiting is no broken one (x86).
		arena_printf(arena, "console=%s panic=-1 quiet mitigations=off no_timer_check%s%s",
			     machine->console, guest->append ? " " : "",
			     guest->append ? guest->append : ""),
		"-serial",
		arena_printf(arena, "file:%s", guest->console),
	};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		vec_push(argv, words[i]);
	for (size_t i = 0; i < MAX_WORDS && machine->words[i]; i++)
		vec_push(argv, with_path(arena, machine->words[i], guest->results));
	vec_foreach(const char *, word, argv)
		if (guest->trace)
			fprintf(guest->trace, "%s ", *word);
	vec_push(argv, NULL);
	if (guest->trace)
		putc('\n', guest->trace);
}

/* QEMU's own words go to a file: they matter only if it fails. */
static pid_t start(const word_vec *argv, const char *said)
{
	posix_spawn_file_actions_t actions;
	pid_t pid = -1;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&actions, 1, said, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	posix_spawn_file_actions_adddup2(&actions, 1, 2);
	if (posix_spawn(&pid, argv->items[0], &actions, NULL, (char *const *)argv->items, environ))
		pid = -1;
	posix_spawn_file_actions_destroy(&actions);
	return pid;
}

/* Its wait status, or -1 if it had to be ended. */
static int wait_for(pid_t pid, unsigned seconds)
{
	int status = 0;
	int fd = (int)syscall(SYS_pidfd_open, pid, 0);
	struct pollfd waiting = { .fd = fd, .events = POLLIN };
	bool has_ended = fd >= 0 && poll(&waiting, 1, (int)seconds * 1000) > 0;
	if (!has_ended)
		kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	if (fd >= 0)
		close(fd);
	return has_ended ? status : -1;
}

static const char *read_text(struct arena *arena, const char *path)
{
	const char *error;
	size_t size;
	const char *text = file_read(arena, path, TEXT_MAX, &size, &error);
	return text ? text : "";
}

static const char *line_at(struct arena *arena, const char *text)
{
	return arena_strndup(arena, text, strcspn(text, "\r\n"));
}

/* Why there is no result: what QEMU said, a panic, or nothing that we know of. */
static const char *find_reason(struct arena *arena, const struct guest *guest, const char *said,
			       int status)
{
	const char *panic = strstr(read_text(arena, guest->console), "Kernel panic");
	const char *words = read_text(arena, said);
	if (panic)
		return line_at(arena, panic);
	if (status == -1)
		return arena_printf(arena, "the guest was not done after %u seconds",
				    guest->seconds);
	if (*words)
		return line_at(arena, words);
	if (!*read_text(arena, guest->console) && !*read_text(arena, guest->results))
		return "the kernel says nothing; is it one for this architecture?";
	return arena_printf(arena, "the guest ended before it was done (status %d of QEMU)",
			    WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

/* Whether the kernel got as far as to say something, or the guest was ended by us. */
static bool has_begun(struct arena *arena, const struct guest *guest, int status)
{
	return status == -1 || *read_text(arena, guest->console) ||
	       *read_text(arena, guest->results);
}

/* Its wait status; -1: it took too long, -2: QEMU cannot be started. */
static int run(struct arena *arena, const char *qemu, const struct guest *guest,
	       const struct machine *machine, bool is_fast, const char *said)
{
	word_vec argv;
	vec_init(&argv, arena);
	unlink(guest->console);
	unlink(guest->results);
	make_command(arena, qemu, guest, machine, is_fast, &argv);
	pid_t pid = start(&argv, said);
	return pid < 0 ? -2 : wait_for(pid, guest->seconds);
}

/* A file among the results may have any bytes. */
static bool has_ended(struct arena *arena, const struct guest *guest)
{
	static const char word[] = "@@done\n";
	const char *error;
	size_t size;
	const char *text = file_read(arena, guest->results, TEXT_MAX, &size, &error);
	return text && memmem(text, size, word, strlen(word)) != NULL;
}

/* There are hosts whose KVM makes a machine, but cannot run it: then it is emulated. */
bool guest_boot(struct arena *arena, const char *qemu, const struct guest *guest,
		const char **error)
{
	const struct machine *machine = find_machine(guest->machine);
	const char *said = arena_printf(arena, "%s.qemu", guest->console);
	bool is_fast = machine == find_machine(NULL) && has_kvm();
	int status = run(arena, qemu, guest, machine, is_fast, said);
	if (is_fast && !has_begun(arena, guest, status))
		status = run(arena, qemu, guest, machine, false, said);
	bool is_done = has_ended(arena, guest);
	if (status == -2)
		*error = arena_printf(arena, "%s cannot be started", qemu);
	else if (!is_done)
		*error = find_reason(arena, guest, said, status);
	unlink(said);
	return is_done;
}
