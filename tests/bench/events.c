/*
 * events rate LOAD COMMAND...   how many events a second the command's script prints without a loss
 * events cost LOAD COMMAND...   what its program costs per event
 *
 * Starts a process of its own as the load (LOAD: getppid or openat), and COMMAND with that one's
 * pid behind it as the last argument. Prints for rate: events per second. For cost: ns per event in the
 * program by BPF's statistics, ns of CPU time per event that the load's loop became slower (both medians
 * of batches), instructions of the program as the kernel runs it.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define OUTPUT      "events.out"
#define TRIAL_NS    2000000000ULL
#define FLAT_OUT    1000000ULL /* events per second, for the length of a trial that has no rate */
#define BATCHES     20
#define BATCH       10000ULL /* events */
#define PATH        "/nonexistent/a/name/of/usual/length/for/a/file.txt"

/* n events; one every `every` ns, or as fast as they go (0). */
struct order {
	uint64_t n, every;
};

/* How long they took: of the clock, and of the load's CPU time, which other processes do not add to. */
struct times {
	uint64_t wall, cpu;
};

struct load {
	pid_t pid;
	int orders, replies;
};

static uint64_t now(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

static void fail(const char *what)
{
	fprintf(stderr, "events: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void event_getppid(void)
{
	syscall(SYS_getppid);
}

static void event_openat(void)
{
	syscall(SYS_openat, AT_FDCWD, PATH, O_RDONLY);
}

/* In the load: carries out orders, replies with the times that each took. */
static void serve(int orders, int replies, void (*event)(void))
{
	struct order order;

	while (read(orders, &order, sizeof(order)) == sizeof(order)) {
		struct times start = { now(CLOCK_MONOTONIC), now(CLOCK_THREAD_CPUTIME_ID) }, times;
		uint64_t due = start.wall;

		for (uint64_t i = 0; i < order.n; i++) {
			event();
			due += order.every;
			while (order.every && now(CLOCK_MONOTONIC) < due)
				;
		}
		times.cpu = now(CLOCK_THREAD_CPUTIME_ID) - start.cpu;
		times.wall = now(CLOCK_MONOTONIC) - start.wall;
		if (write(replies, &times, sizeof(times)) != sizeof(times))
			break;
	}
	_exit(0);
}

static struct load load_start(const char *kind)
{
	struct load load;
	int orders[2], replies[2];
	cpu_set_t last;

	if (pipe2(orders, O_CLOEXEC) || pipe2(replies, O_CLOEXEC))
		fail("pipe");
	load.pid = fork();
	if (load.pid == 0) {
		close(orders[1]);
		CPU_ZERO(&last);
		CPU_SET(sysconf(_SC_NPROCESSORS_ONLN) - 1, &last);
		sched_setaffinity(0, sizeof(last), &last);
		serve(orders[0], replies[1],
		      strcmp(kind, "openat") == 0 ? event_openat : event_getppid);
	}
	load.orders = orders[1];
	load.replies = replies[0];
	return load;
}

static struct times load_run(const struct load *load, uint64_t n, uint64_t every)
{
	struct order order = { n, every };
	struct times took;

	if (write(load->orders, &order, sizeof(order)) != sizeof(order) ||
	    read(load->replies, &took, sizeof(took)) != sizeof(took))
		fail("the load ended");
	return took;
}

static pid_t tracer_start(char **command, int n, pid_t traced)
{
	char pid[16];
	char *words[64];
	pid_t tracer = fork();

	if (tracer)
		return tracer;
	if (n > 62)
		_exit(126);
	snprintf(pid, sizeof(pid), "%d", traced);
	memcpy(words, command, (size_t)n * sizeof(words[0]));
	words[n] = pid;
	words[n + 1] = NULL;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	int out = open(OUTPUT, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0644);
	int err = open("events.err", O_WRONLY | O_CREAT | O_TRUNC, 0644);
	if (out < 0 || err < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0)
		_exit(126);
	execvp(words[0], words);
	_exit(127);
}

/* A signal that comes just before bpftrace 0.17 sleeps is slept over, so it is sent until it works. */
static void tracer_end(pid_t tracer, const struct load *load)
{
	do {
		kill(tracer, SIGINT);
		usleep(200000);
	} while (waitpid(tracer, NULL, WNOHANG) == 0);
	close(load->orders);
	waitpid(load->pid, NULL, 0);
}

static void check_alive(pid_t tracer)
{
	if (waitpid(tracer, NULL, WNOHANG) == 0)
		return;
	fprintf(stderr, "events: the tracer ended, see events.err\n");
	exit(1);
}

/* --- rate --- */

/* Lines of the output that are events: all but "Attaching ..." and empty ones. */
static uint64_t n_printed(void)
{
	static char bytes[1 << 16];
	uint64_t n = 0;
	bool is_event = false, at_start = true;
	int fd = open(OUTPUT, O_RDONLY);
	ssize_t size = 1;

	if (fd < 0)
		fail(OUTPUT);
	while (size > 0) {
		size = read(fd, bytes, sizeof(bytes));
		for (ssize_t i = 0; i < size; i++) {
			if (at_start)
				is_event = bytes[i] != 'A' && bytes[i] != 'L' && bytes[i] != '\n';
			at_start = bytes[i] == '\n';
			n += at_start && is_event;
		}
	}
	close(fd);
	return n;
}

static off_t output_size(void)
{
	struct stat s;

	return stat(OUTPUT, &s) ? 0 : s.st_size;
}

/* Until the tracer has printed all it will. */
static void settle(void)
{
	off_t size = -1;

	while (size != output_size()) {
		size = output_size();
		usleep(300000);
	}
}

struct trial {
	double rate;      /* events per second that the load made */
	double delivered; /* of them printed, per second */
	bool is_lossless;
};

/* Events at a rate for TRIAL_NS; as fast as the load goes if it is 0. */
static struct trial try_rate(const struct load *load, uint64_t rate)
{
	uint64_t n = (rate ? rate : FLAT_OUT) * TRIAL_NS / 1000000000, took, printed;

	if (truncate(OUTPUT, 0))
		fail("truncate");
	took = load_run(load, n, rate ? 1000000000 / rate : 0).wall;
	settle();
	printed = n_printed();
	return (struct trial){ .rate = (double)n * 1e9 / (double)took,
			       .delivered = (double)printed * 1e9 / (double)took,
			       .is_lossless = printed == n };
}

/* The largest rate without a loss, within 5 %; that of the load if all of it is printed. */
static double find_rate(const struct load *load)
{
	struct trial trial = try_rate(load, 0);
	double low = 0, high = trial.rate, next = trial.delivered;

	if (trial.is_lossless)
		return trial.rate;
	while (high > 1.05 * low && next > 1000) {
		trial = try_rate(load, (uint64_t)next);
		if (trial.is_lossless)
			low = trial.rate;
		else
			high = next;
		next = low > 0 ? (low + high) / 2 : high * 0.7;
		if (low > 0 && next > low * 1.3)
			next = low * 1.3;
	}
	return low;
}

static void measure_rate(const struct load *load, pid_t tracer)
{
	while (n_printed() == 0) {
		check_alive(tracer);
		load_run(load, 1, 0);
		usleep(20000);
	}
	settle();
	printf("%.0f\n", find_rate(load));
}

/* --- cost --- */

static long bpf(int command, union bpf_attr *attr)
{
	return syscall(SYS_bpf, command, attr, sizeof(*attr));
}

/* The id in "prog_id:\t12" of a file descriptor's description; 0: it is no program. */
static uint32_t program_id(pid_t pid, const char *fd)
{
	char path[300], line[256];
	uint32_t id = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/fdinfo/%s", pid, fd);
	file = fopen(path, "r");
	while (file && fgets(line, sizeof(line), file))
		if (strncmp(line, "prog_id:", 8) == 0)
			id = (uint32_t)strtoul(line + 8, NULL, 10);
	if (file)
		fclose(file);
	return id;
}

static struct bpf_prog_info program_info(uint32_t id)
{
	struct bpf_prog_info info = { 0 };
	union bpf_attr attr = { .prog_id = id };
	int fd = (int)bpf(BPF_PROG_GET_FD_BY_ID, &attr);

	if (fd < 0)
		return info;
	memset(&attr, 0, sizeof(attr));
	attr.info.bpf_fd = (uint32_t)fd;
	attr.info.info_len = sizeof(info);
	attr.info.info = (uint64_t)(uintptr_t)&info;
	bpf(BPF_OBJ_GET_INFO_BY_FD, &attr);
	close(fd);
	return info;
}

/* The program of the tracer that has run most; run_cnt 0: none has. */
static struct bpf_prog_info find_program(pid_t tracer)
{
	struct bpf_prog_info best = { 0 };
	char path[64];
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%d/fdinfo", tracer);
	dir = opendir(path);
	for (struct dirent *entry = dir ? readdir(dir) : NULL; entry; entry = readdir(dir)) {
		uint32_t id = program_id(tracer, entry->d_name);
		struct bpf_prog_info info = { 0 };

		if (id)
			info = program_info(id);
		if (info.run_cnt > best.run_cnt)
			best = info;
	}
	if (dir)
		closedir(dir);
	return best;
}

/* Run-time statistics are on while the descriptor is open (5.8), whatever others do with the sysctl. */
static int start_statistics(void)
{
	union bpf_attr attr = { .enable_stats.type = BPF_STATS_RUN_TIME };
	int fd = (int)bpf(BPF_ENABLE_STATS, &attr);

	if (fd < 0)
		fail("BPF_ENABLE_STATS");
	return fd;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Of BATCHES numbers: what a virtual machine was kept waiting for falls into few of them. */
static double median(double *numbers)
{
	qsort(numbers, BATCHES, sizeof(*numbers), by_size);
	return (numbers[BATCHES / 2 - 1] + numbers[BATCHES / 2]) / 2;
}

/* ns of the load's CPU time per event. */
static double loop_cost(const struct load *load)
{
	double costs[BATCHES];

	load_run(load, BATCH, 0);
	for (int i = 0; i < BATCHES; i++)
		costs[i] = (double)load_run(load, BATCH, 0).cpu / BATCH;
	return median(costs);
}

/* ns per event in the tracer's program; *size in instructions. */
static double program_cost(const struct load *load, pid_t tracer, uint32_t *size)
{
	struct bpf_prog_info before, after;
	int statistics = start_statistics();
	double costs[BATCHES];

	for (before = find_program(tracer); before.run_cnt < 3; before = find_program(tracer)) {
		check_alive(tracer);
		load_run(load, 1, 0);
		usleep(20000);
	}
	load_run(load, BATCH, 0);
	for (int i = 0; i < BATCHES; i++) {
		before = find_program(tracer);
		load_run(load, BATCH, 0);
		after = find_program(tracer);
		costs[i] = (double)(after.run_time_ns - before.run_time_ns) /
			   (double)(after.run_cnt - before.run_cnt);
	}
	*size = after.xlated_prog_len / 8;
	close(statistics);
	return median(costs);
}

static void measure_cost(const struct load *load, pid_t tracer, double plain)
{
	uint32_t size;
	double program = program_cost(load, tracer, &size);

	printf("%.1f %.1f %u\n", program, loop_cost(load) - plain, size);
}

int main(int argc, char **argv)
{
	struct load load;
	double plain;
	pid_t tracer;

	if (argc < 4)
		return 2;
	load = load_start(argv[2]);
	plain = loop_cost(&load);
	tracer = tracer_start(argv + 3, argc - 3, load.pid);
	usleep(200000);
	if (strcmp(argv[1], "rate") == 0)
		measure_rate(&load, tracer);
	else
		measure_cost(&load, tracer, plain);
	tracer_end(tracer, &load);
	return 0;
}
