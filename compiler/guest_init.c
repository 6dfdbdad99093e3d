/*
 * The first process of a guest that tracec boots: it mounts what a host has mounted, carries out the plan
 * that stands in /plan, and powers the machine off. It writes to the second serial line:
 *
 *	@@kernel RELEASE
 *	@@start NAME          then what the command printed, each line behind "| "
 *	@@end NAME STATUS BEGIN END  its exit status, 128 + signal; its times, in seconds since the boot
 *	@@file NAME SIZE      then SIZE bytes: the file compressed by zlib, behind eight bytes of its own size
 *	@@done
 *
 * A line of the plan is a word and its arguments, with tabs between:
 *
 *	run NAME SECONDS COMMAND ARGUMENT...
 *	module FILE           loads it; told like a command with the name module:NAME
 *	hide DIRECTORY        an empty one over it
 *	mkdir DIRECTORY
 *	send NAME FILE
 *	as CAPABILITY...      what follows is run by nobody, with these alone: numbers of linux/capability.h
 *
 * The first serial line is the console: what the kernel says, and nothing of ours.
 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <net/if.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/reboot.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

#define MAX_WORDS 256

static const struct {
	const char *type, *path, *options;
} mounts[] = {
	{ "proc", "/proc", NULL },
	{ "sysfs", "/sys", NULL },
	{ "devtmpfs", "/dev", NULL },
	{ "tmpfs", "/tmp", "mode=1777" },
	{ "tracefs", "/sys/kernel/tracing", NULL },
	{ "debugfs", "/sys/kernel/debug", NULL },
	{ "bpf", "/sys/fs/bpf", NULL },
	{ "cgroup2", "/sys/fs/cgroup", NULL },
	{ "securityfs", "/sys/kernel/security", NULL },
};

/* What programs of a usual host expect. */
static const char *const directories[] = { "/etc", "/run",     "/bin",     "/sbin",
					   "/usr", "/usr/bin", "/usr/sbin" };
static const char users[] = "root:x:0:0:root:/:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n";

#define NOBODY 65534

static void make_host(void)
{
	for (size_t i = 0; i < sizeof(directories) / sizeof(directories[0]); i++)
		mkdir(directories[i], 0755);
	int fd = open("/etc/passwd", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (fd < 0)
		return;
	if (write(fd, users, sizeof(users) - 1) < 0)
		perror("/etc/passwd");
	close(fd);
}

/* What a kernel lacks of these is its own business. */
static void mount_all(void)
{
	for (size_t i = 0; i < sizeof(mounts) / sizeof(mounts[0]); i++) {
		mkdir(mounts[i].path, 0755);
		mount(mounts[i].type, mounts[i].path, mounts[i].type, 0, mounts[i].options);
	}
}

static void bring_up_loopback(void)
{
	struct ifreq request = { .ifr_name = "lo" };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	request.ifr_flags = IFF_UP;
	ioctl(fd, SIOCSIFFLAGS, &request);
	close(fd);
}

/* The second line of the first sort; where the first line is of another sort, or behind another bus, see boot.c. */
static const char *results_line(void)
{
#if defined(__aarch64__)
	return "/dev/ttyS0";
#else
	return "/dev/ttyS1";
#endif
}

static FILE *open_results(void)
{
	struct termios raw;
	int fd = open(results_line(), O_WRONLY | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return NULL;
	if (!tcgetattr(fd, &raw)) {
		cfmakeraw(&raw);
		cfsetspeed(&raw, B115200);
		tcsetattr(fd, TCSANOW, &raw);
	}
	return fdopen(fd, "w");
}

/* Other bytes than text as \xNN, so that lines stay lines. */
static void put_byte(FILE *out, unsigned char byte, bool *is_begin)
{
	if (*is_begin)
		fputs("| ", out);
	*is_begin = byte == '\n';
	if (byte == '\n' || byte == '\t' || (byte >= ' ' && byte != 127))
		putc(byte, out);
	else
		fprintf(out, "\\x%02x", byte);
}

/* What one command prints goes out as long as it runs, and a moment longer for what it leaves behind. */
#define AFTERMATH_MS 1000

struct running {
	pid_t pid;
	int status; /* of waitpid, once it has ended */
	bool has_ended;
	int output; /* its pipe */
	int ending; /* readable once it has ended; -1: this kernel has no such thing (before Linux 5.3) */
};

static long now_ms(void)
{
	struct timespec time = { 0, 0 };
	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static void look(struct running *command)
{
	if (!command->has_ended)
		command->has_ended =
			waitpid(command->pid, &command->status, WNOHANG) == command->pid;
}

#define TURN_MS      20
#define LONG_TURN_MS 1000

/* Waits for output, or the end. False when nothing more can come. */
static bool pass_on(FILE *out, struct running *command, bool *is_begin)
{
	char bytes[4096];
	struct pollfd waiting[] = {
		{ .fd = command->output, .events = POLLIN },
		{ .fd = command->has_ended ? -1 : command->ending, .events = POLLIN },
	};
	poll(waiting, 2, waiting[1].fd >= 0 ? LONG_TURN_MS : TURN_MS);
	if (!waiting[0].revents)
		return true;
	ssize_t n = read(command->output, bytes, sizeof(bytes));
	for (ssize_t i = 0; i < n; i++)
		put_byte(out, (unsigned char)bytes[i], is_begin);
	fflush(out);
	return n > 0;
}

/* Passes on what the command prints until it has ended, which it has to do in time; whether it did. */
static bool relay(FILE *out, struct running *command, long end)
{
	bool is_begin = true;
	bool is_open = true;
	long last = 0;
	while (now_ms() < end && (!command->has_ended || (is_open && now_ms() < last))) {
		if (is_open)
			is_open = pass_on(out, command, &is_begin);
		else
			usleep(TURN_MS * 1000);
		look(command);
		if (command->has_ended && !last)
			last = now_ms() + AFTERMATH_MS;
	}
	if (!is_begin)
		putc('\n', out);
	return command->has_ended;
}

/* Of a user without any privilege but these. */
struct identity {
	bool is_nobody;
	uint64_t capabilities; /* bit n: the one with number n */
};

static int become_nobody(uint64_t set)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];
	if (setgroups(0, NULL) || prctl(PR_SET_KEEPCAPS, 1) || setresgid(NOBODY, NOBODY, NOBODY) ||
	    setresuid(NOBODY, NOBODY, NOBODY))
		return -1;
	memset(data, 0, sizeof(data));
	for (int i = 0; i < 2; i++)
		data[i].effective = data[i].permitted = data[i].inheritable =
			(uint32_t)(set >> (32 * i));
	if (syscall(SYS_capset, &header, data))
		return -1;
	for (int i = 0; i < 64; i++)
		if (set >> i & 1 && prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, i, 0, 0))
			return -1;
	return 0;
}

static void become(char **argv, int output, const struct identity *identity)
{
	int null = open("/dev/null", O_RDONLY);
	setsid();
	dup2(null, STDIN_FILENO);
	dup2(output, STDOUT_FILENO);
	dup2(output, STDERR_FILENO);
	if (identity->is_nobody && become_nobody(identity->capabilities)) {
		printf("cannot become nobody: %s\n", strerror(errno));
		fflush(stdout);
		_exit(126);
	}
	execv(argv[0], argv);
	printf("%s: %s\n", argv[0], strerror(errno));
	fflush(stdout);
	_exit(127);
}

static int exit_status(struct running *command)
{
	while (!command->has_ended) {
		pid_t pid = waitpid(command->pid, &command->status, 0);
		command->has_ended = pid == command->pid || (pid < 0 && errno != EINTR);
	}
	return WIFEXITED(command->status) ? WEXITSTATUS(command->status)
					  : 128 + WTERMSIG(command->status);
}

static int start(FILE *out, char **argv, long seconds, const struct identity *identity)
{
	int ends[2];
	if (pipe2(ends, O_CLOEXEC))
		return 126;
	struct running command = { .pid = fork(), .output = ends[0] };
	if (!command.pid)
		become(argv, ends[1], identity);
	close(ends[1]);
	command.ending = command.pid > 0 ? (int)syscall(SYS_pidfd_open, command.pid, 0) : -1;
	if (command.pid > 0 && !relay(out, &command, now_ms() + seconds * 1000))
		fputs("| it did not end in time\n", out);
	// With what it has started: nothing of it is left to the next one.
	if (command.pid > 0)
		kill(-command.pid, SIGKILL);
	close(ends[0]);
	if (command.ending >= 0)
		close(command.ending);
	return command.pid > 0 ? exit_status(&command) : 126;
}

struct state {
	FILE *out;
	struct identity identity;
};

static void become_other(struct state *state, char **words, int n)
{
	state->identity = (struct identity){ .is_nobody = true };
	for (int i = 0; i < n; i++)
		state->identity.capabilities |= UINT64_C(1) << (strtoul(words[i], NULL, 10) & 63);
}

static void run(struct state *state, char **words, int n)
{
	FILE *out = state->out;
	if (n < 3)
		return;
	fprintf(out, "@@start %s\n", words[0]);
	fflush(out);
	long begin = now_ms();
	int status = start(out, words + 2, strtol(words[1], NULL, 10), &state->identity);
	long end = now_ms();
	fprintf(out, "@@end %s %d %ld.%02ld %ld.%02ld\n", words[0], status, begin / 1000,
		begin % 1000 / 10, end / 1000, end % 1000 / 10);
	fflush(out);
	while (waitpid(-1, NULL, WNOHANG) > 0) // what was left behind is ours now
		continue;
}

/* An order of the kernel's: it unpacks the file itself. */
#define UNPACK 4 /* MODULE_INIT_COMPRESSED_FILE, Linux 5.17 */

static void load_module(struct state *state, char **words, int n)
{
	FILE *out = state->out;
	const char *name = n > 0 ? strrchr(words[0], '/') : NULL;
	if (!name)
		return;
	size_t size = strlen(name);
	int fd = open(words[0], O_RDONLY | O_CLOEXEC);
	int flags = size > 3 && !strcmp(name + size - 3, ".ko") ? 0 : UNPACK;
	int err = fd < 0 || syscall(SYS_finit_module, fd, "", flags) ? errno : 0;
	fprintf(out, "@@start module:%s\n", name + 1);
	if (err)
		fprintf(out, "| %s\n", strerror(err));
	fprintf(out, "@@end module:%s %d 0 0\n", name + 1, err ? 1 : 0);
	fflush(out);
	if (fd >= 0)
		close(fd);
}

static void hide(struct state *state, char **words, int n)
{
	(void)state;
	if (n > 0)
		mount("tmpfs", words[0], "tmpfs", 0, NULL);
}

static void make_directory(struct state *state, char **words, int n)
{
	(void)state;
	if (n > 0)
		mkdir(words[0], 0755);
}

static uint8_t *read_whole(const char *path, size_t *size)
{
	struct stat status;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	uint8_t *bytes = NULL;
	*size = 0;
	if (fd >= 0 && !fstat(fd, &status))
		bytes = malloc((size_t)status.st_size + 1);
	for (ssize_t n = 1; bytes && n > 0; *size += n > 0 ? (size_t)n : 0)
		n = read(fd, bytes + *size, (size_t)status.st_size - *size);
	if (fd >= 0)
		close(fd);
	return bytes;
}

static void send_file(struct state *state, char **words, int n)
{
	FILE *out = state->out;
	size_t size;
	uint8_t *bytes = n > 1 ? read_whole(words[1], &size) : NULL;
	uLongf room = bytes ? compressBound(size) : 0;
	uint8_t *packed = bytes ? malloc(room) : NULL;
	if (packed && compress2(packed, &room, bytes, size, 6) == Z_OK) {
		uint64_t full = size;
		fprintf(out, "@@file %s %lu\n", words[0], room + sizeof(full));
		fwrite(&full, 1, sizeof(full), out);
		fwrite(packed, 1, room, out);
		putc('\n', out);
	}
	fflush(out);
	free(packed);
	free(bytes);
}

static const struct {
	const char *word;
	void (*act)(struct state *state, char **words, int n);
} acts[] = {
	{ "run", run },        { "hide", hide },       { "mkdir", make_directory },
	{ "send", send_file }, { "as", become_other }, { "module", load_module },
};

static void carry_out(struct state *state, char *line)
{
	char *words[MAX_WORDS + 1];
	int n = 0;
	line[strcspn(line, "\n")] = 0;
	for (char *word = strsep(&line, "\t"); word && n < MAX_WORDS; word = strsep(&line, "\t"))
		if (*word)
			words[n++] = word;
	words[n] = NULL;
	for (size_t i = 0; n && i < sizeof(acts) / sizeof(acts[0]); i++)
		if (!strcmp(acts[i].word, words[0]))
			acts[i].act(state, words + 1, n - 1);
}

static void carry_out_plan(FILE *out)
{
	char *line = NULL;
	size_t room = 0;
	struct utsname system;
	struct state state = { .out = out };
	FILE *plan = fopen("/plan", "re");
	uname(&system);
	fprintf(out, "@@kernel %s\n", system.release);
	while (plan && getline(&line, &room, plan) > 0)
		carry_out(&state, line);
	free(line);
	if (plan)
		fclose(plan);
	fputs("@@done\n", out);
	fflush(out);
	tcdrain(fileno(out));
}

int main(void)
{
	static const char name[] = "guest";
	umask(022);
	make_host();
	mount_all();
	bring_up_loopback();
	sethostname(name, sizeof(name) - 1);
	setenv("PATH", "/bin:/sbin", 1);
	setenv("HOME", "/", 1);
	setenv("TZ", "UTC", 1);
	setenv("LANG", "C", 1);
	FILE *out = open_results();
	if (out)
		carry_out_plan(out);
	sync();
	usleep(200000); // the last bytes leave the serial line
	reboot(RB_POWER_OFF);
	return 0;
}
