/*
 * The first process of a guest that tracec boots: it mounts what a host has mounted, carries out the plan
 * that stands in /plan, and powers the machine off. It writes to the second serial line:
 *
 *	@@kernel RELEASE
 *	@@start NAME          then what the command printed, each line behind "| "
 *	@@end NAME STATUS     its exit status; 128 + signal
 *	@@file NAME SIZE      then SIZE bytes: the file compressed by zlib, behind eight bytes of its own size
 *	@@done
 *
 * A line of the plan is a word and its arguments, with tabs between:
 *
 *	run NAME SECONDS COMMAND ARGUMENT...
 *	hide DIRECTORY        an empty one over it
 *	mkdir DIRECTORY
 *	send NAME FILE
 *
 * The first serial line is the console: what the kernel says, and nothing of ours.
 */
#include <errno.h>
#include <fcntl.h>
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
#include <sys/reboot.h>
#include <sys/socket.h>
#include <sys/stat.h>
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
};

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
static const char *results_path(void)
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
	int fd = open(results_path(), O_WRONLY | O_NOCTTY | O_CLOEXEC);
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

static time_t now(void)
{
	struct timespec time = { 0, 0 };
	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec;
}

/* Passes on what the command prints until it is closed or `end` has come; whether it was closed. */
static bool relay(FILE *out, int fd, time_t end)
{
	char bytes[4096];
	bool is_begin = true;
	bool is_closed = false;
	while (!is_closed && now() < end) {
		struct pollfd waiting = { .fd = fd, .events = POLLIN };
		if (poll(&waiting, 1, 1000) <= 0)
			continue;
		ssize_t n = read(fd, bytes, sizeof(bytes));
		is_closed = n <= 0;
		for (ssize_t i = 0; i < n; i++)
			put_byte(out, (unsigned char)bytes[i], &is_begin);
		fflush(out);
	}
	if (!is_begin)
		putc('\n', out);
	return is_closed;
}

static void become(char **argv, int output)
{
	int null = open("/dev/null", O_RDONLY);
	setsid();
	dup2(null, STDIN_FILENO);
	dup2(output, STDOUT_FILENO);
	dup2(output, STDERR_FILENO);
	execv(argv[0], argv);
	printf("%s: %s\n", argv[0], strerror(errno));
	fflush(stdout);
	_exit(127);
}

static int wait_for(pid_t pid)
{
	int status = 0;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int start(FILE *out, char **argv, time_t seconds)
{
	int ends[2];
	if (pipe2(ends, O_CLOEXEC))
		return 126;
	pid_t pid = fork();
	if (!pid)
		become(argv, ends[1]);
	close(ends[1]);
	if (pid > 0 && !relay(out, ends[0], now() + seconds)) {
		fputs("| it did not end in time\n", out);
		kill(-pid, SIGKILL);
		kill(pid, SIGKILL);
	}
	close(ends[0]);
	return pid > 0 ? wait_for(pid) : 126;
}

static void run(FILE *out, char **words, int n)
{
	if (n < 3)
		return;
	fprintf(out, "@@start %s\n", words[0]);
	fflush(out);
	int status = start(out, words + 2, (time_t)strtol(words[1], NULL, 10));
	fprintf(out, "@@end %s %d\n", words[0], status);
	fflush(out);
	while (waitpid(-1, NULL, WNOHANG) > 0) // what was left behind is ours now
		continue;
}

static void hide(FILE *out, char **words, int n)
{
	(void)out;
	if (n > 0)
		mount("tmpfs", words[0], "tmpfs", 0, NULL);
}

static void make_directory(FILE *out, char **words, int n)
{
	(void)out;
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

static void send_file(FILE *out, char **words, int n)
{
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
	void (*act)(FILE *out, char **words, int n);
} acts[] = {
	{ "run", run },
	{ "hide", hide },
	{ "mkdir", make_directory },
	{ "send", send_file },
};

static void carry_out(FILE *out, char *line)
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
			acts[i].act(out, words + 1, n - 1);
}

static void carry_out_plan(FILE *out)
{
	char *line = NULL;
	size_t room = 0;
	struct utsname system;
	FILE *plan = fopen("/plan", "re");
	uname(&system);
	fprintf(out, "@@kernel %s\n", system.release);
	while (plan && getline(&line, &room, plan) > 0)
		carry_out(out, line);
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
