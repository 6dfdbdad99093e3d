#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "text.h"

/* Bytes that are written together when nothing asks for them earlier. */
#define OUTPUT_CHUNK (64 * 1024)

/* Between two calls of `stalled`. */
#define STALL_MS 100

struct rt_output {
	int fd;
	int error; /* of the first write that failed, negative; 0: none */
	enum rt_buffering buffering;
	bool is_file; /* writes to it do not wait for a reader */
	uint64_t size, whole_size; /* bytes written; of whole lines */
	bool is_stalled;
	void (*stalled)(void *context);
	void *stalled_context;
	bool is_held;
	bool is_captured;
	size_t captured_from; /* in pending */
	struct rt_text pending;
	struct rt_text name;
};

int rt_output_open(struct rt *rt)
{
	const char *file = rt->options.output_file;
	struct rt_output *output = calloc(1, sizeof(*output));
	if (!output)
		return -ENOMEM;
	output->fd = STDOUT_FILENO;
	output->buffering = rt->options.buffering;
	if (file)
		output->fd = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (output->fd < 0) {
		int err = -errno;
		rt_error(rt, "cannot open '%s': %s", file, strerror(-err));
		free(output);
		return err;
	}
	struct stat status;
	output->is_file = !fstat(output->fd, &status) && S_ISREG(status.st_mode);
	signal(SIGPIPE, SIG_IGN);
	rt->output = output;
	return 0;
}

const char *rt_output_name(struct rt *rt)
{
	const char *file = rt->options.output_file;
	struct rt_text *name = &rt->output->name;
	rt_text_cut(name, 0);
	if (!file)
		return "standard output";
	rt_text_add_char(name, '\'');
	rt_text_add_string(name, file);
	rt_text_add_char(name, '\'');
	return rt_text_string(name);
}

static int fail(struct rt *rt, int err)
{
	rt->output->error = err;
	rt_error(rt, "cannot write to %s: %s", rt_output_name(rt), strerror(-err));
	return err;
}

void rt_output_on_stall(struct rt *rt, void (*stalled)(void *context), void *context)
{
	rt->output->stalled = stalled;
	rt->output->stalled_context = context;
}

/* Waits until the output takes something. */
static void await_room(struct rt_output *output)
{
	struct pollfd room = { .fd = output->fd, .events = POLLOUT };
	for (;;) {
		int n = poll(&room, 1, STALL_MS);
		if (n > 0 || (n < 0 && errno != EINTR))
			return;
		output->is_stalled = true;
		if (output->stalled)
			output->stalled(output->stalled_context);
		output->is_stalled = false;
	}
}

static void count_written(struct rt_output *output, const char *data, size_t size)
{
	const char *newline = memrchr(data, '\n', size);
	if (newline)
		output->whole_size = output->size + (size_t)(newline - data) + 1;
	output->size += size;
}

/* A file of our own ends with a whole line, though there was no room for the next one. */
static void drop_broken_line(struct rt *rt)
{
	struct rt_output *output = rt->output;
	if (!output->is_file || !rt->options.output_file || output->size == output->whole_size)
		return;
	if (ftruncate(output->fd, (off_t)output->whole_size)) {
		// That the file is not complete is told anyway.
	}
}

/* Writes the first `size` pending bytes. */
static int write_out(struct rt *rt, size_t size)
{
	struct rt_output *output = rt->output;
	size_t done = 0;
	if (output->error || output->is_stalled)
		return output->error;
	while (done < size) {
		size_t part = size - done;
		if (!output->is_file) {
			await_room(output);
			part = part < PIPE_BUF ? part : PIPE_BUF;
		}
		ssize_t n = write(output->fd, output->pending.data + done, part);
		if (n >= 0) {
			count_written(output, output->pending.data + done, (size_t)n);
			done += (size_t)n;
		} else if (errno == EAGAIN) {
			// Somebody made the shared terminal or pipe non-blocking.
			nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
		} else if (errno != EINTR) {
			int err = fail(rt, -errno);
			drop_broken_line(rt);
			return err;
		}
	}
	if (size < output->pending.length)
		memmove(output->pending.data, output->pending.data + size,
			output->pending.length - size);
	rt_text_cut(&output->pending, output->pending.length - size);
	return 0;
}

static int write_lines(struct rt *rt)
{
	struct rt_text *pending = &rt->output->pending;
	const char *newline = NULL;
	if (pending->length)
		newline = memrchr(pending->data, '\n', pending->length);
	return newline ? write_out(rt, (size_t)(newline - pending->data) + 1) : 0;
}

struct rt_text *rt_output_begin(struct rt *rt)
{
	return &rt->output->pending;
}

int rt_output_end(struct rt *rt)
{
	struct rt_output *output = rt->output;
	if (output->pending.failed && !output->error)
		return fail(rt, -ENOMEM);
	if (output->error) {
		rt_text_cut(&output->pending, 0);
		return output->error;
	}
	if (output->is_captured)
		return 0;
	if (output->buffering == RT_BUFFER_NONE || output->pending.length >= OUTPUT_CHUNK)
		return write_out(rt, output->pending.length);
	if (output->buffering == RT_BUFFER_LINE && !output->is_held)
		return write_lines(rt);
	return 0;
}

int rt_output_write(struct rt *rt, const void *data, size_t size)
{
	rt_text_add(rt_output_begin(rt), data, size);
	return rt_output_end(rt);
}

void rt_output_capture(struct rt *rt)
{
	rt->output->is_captured = true;
	rt->output->captured_from = rt->output->pending.length;
}

void rt_output_captured(struct rt *rt, struct rt_text *text)
{
	struct rt_output *output = rt->output;
	size_t from = output->captured_from;
	rt_text_cut(text, 0);
	if (output->pending.length > from)
		rt_text_add(text, output->pending.data + from, output->pending.length - from);
	rt_text_cut(&output->pending, from);
	output->is_captured = false;
}

void rt_output_hold(struct rt *rt)
{
	rt->output->is_held = true;
}

int rt_output_settle(struct rt *rt)
{
	struct rt_output *output = rt->output;
	output->is_held = false;
	return output->buffering == RT_BUFFER_LINE && !output->is_captured ? write_lines(rt) : output->error;
}

int rt_output_flush(struct rt *rt)
{
	return rt->output->is_captured ? 0 : write_out(rt, rt->output->pending.length);
}

int rt_output_close(struct rt *rt)
{
	struct rt_output *output = rt->output;
	if (!output)
		return 0;
	int err = rt_output_flush(rt);
	// Network file systems report a full disk no earlier than here.
	if (rt->options.output_file && close(output->fd) && !err)
		err = fail(rt, -errno);
	rt_text_release(&output->pending);
	rt_text_release(&output->name);
	free(output);
	rt->output = NULL;
	return err;
}
