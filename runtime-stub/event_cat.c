#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "capability.h"
#include "format.h"
#include "json.h"
#include "output.h"
#include "text.h"

/* Appends at most max_bytes of the file. 0 or a negative errno; `doing` is what failed. */
static int add_file(const char *path, size_t max_bytes, struct rt_text *out, const char **doing)
{
	char buffer[4096];
	ssize_t n = 1;
	// Not to wait for the other end of a pipe.
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	*doing = "open";
	if (fd < 0)
		return -errno;
	*doing = "read";
	while (max_bytes && n > 0) {
		n = read(fd, buffer, max_bytes < sizeof(buffer) ? max_bytes : sizeof(buffer));
		if (n > 0) {
			rt_text_add(out, buffer, (size_t)n);
			max_bytes -= (size_t)n;
		}
	}
	int err = n < 0 && errno != EAGAIN ? -errno : 0;
	close(fd);
	return err;
}

static int tell_failure(struct rt *rt, const char *doing, const char *path, int err)
{
	int output_err = rt_output_flush(rt);
	rt_notice(rt, "ERROR: failed to %s file '%s' (%s)", doing, path, strerror(-err));
	return output_err;
}

static int handle_cat(struct rt *rt, const struct abi_event *event, const uint8_t *record,
		      size_t size)
{
	struct rt_text path = { 0 };
	struct rt_text content = { 0 };
	rt_format_event(rt, event, record, size, &path);
	const char *name = rt_text_string(&path);
	const char *doing = "open";
	int err = name ? add_file(name, rt->tool->settings->max_cat_bytes, &content, &doing)
		       : -ENOMEM;
	if (err && !content.length) {
		err = tell_failure(rt, doing, name ? name : "", err);
	} else if (rt->options.format == RT_FORMAT_JSON) {
		struct rt_text *out = rt_output_begin(rt);
		rt_json_begin_data(out, "cat");
		rt_json_string(out, content.length ? content.data : "", content.length);
		rt_json_end(out);
		err = rt_output_end(rt);
	} else {
		err = rt_output_write(rt, content.data, content.length);
	}
	rt_text_release(&path);
	rt_text_release(&content);
	return err;
}

const struct rt_event_ops rt_event_cat = {
	.handle = handle_cat,
	.keeps = RT_CAPABILITY(DAC_READ_SEARCH),
};
