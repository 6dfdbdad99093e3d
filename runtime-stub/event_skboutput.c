/*
 * Packets into a file that tcpdump and Wireshark read: pcap with nanoseconds,
 * packets beginning with their IP header.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cache.h"
#include "capability.h"
#include "limit.h"
#include "record.h"
#include "value.h"
#include "value_buffer.h"

#define PCAP_MAGIC_NS     0xa1b23c4d
#define PCAP_LINKTYPE_RAW 101
#define PCAP_SNAPLEN      65535
#define NS_PER_SECOND     1000000000ULL

struct pcap_header {
	uint32_t magic;
	uint16_t major, minor;
	uint32_t zone, accuracy, snaplen, linktype;
};

struct pcap_packet {
	uint32_t seconds, nanoseconds, captured, length;
};

struct capture {
	struct capture *next;
	const char *name;
	FILE *file; /* NULL: it could not be opened, or not be written to */
	uint64_t n_packets, n_cut; /* cut: those that have less than was asked for */
};

struct captures {
	struct rt_cache head;
	struct capture *captures;
	const struct rt *rt;
};

static void tell_cut(const struct rt *rt, const struct capture *capture)
{
	if (capture->n_cut)
		rt_warning(rt,
			   "%" PRIu64 " of %" PRIu64 " packets in '%s' are cut: what the kernel keeps of a packet in "
			   "pages, or behind %u bytes, is not written",
			   capture->n_cut, capture->n_packets, capture->name, LIMIT_PACKET_SIZE);
}

static void release_captures(struct rt_cache *cache)
{
	struct captures *captures = (struct captures *)cache;
	while (captures->captures) {
		struct capture *capture = captures->captures;
		captures->captures = capture->next;
		tell_cut(captures->rt, capture);
		if (capture->file)
			fclose(capture->file);
		free(capture);
	}
}

static const struct rt_cache_kind captures_kind = { sizeof(struct captures), release_captures };

/* Tells why a capture ends. */
static void give_up(struct rt *rt, struct capture *capture)
{
	rt_error(rt, "cannot write packets to '%s': %s", capture->name, strerror(errno));
	if (capture->file)
		fclose(capture->file);
	capture->file = NULL;
}

static struct capture *find_capture(struct rt *rt, const char *name)
{
	static const struct pcap_header header = {
		.magic = PCAP_MAGIC_NS,
		.major = 2,
		.minor = 4,
		.snaplen = PCAP_SNAPLEN,
		.linktype = PCAP_LINKTYPE_RAW,
	};
	struct captures *captures = (struct captures *)rt_cache_get(rt, &captures_kind);
	if (!captures)
		return NULL;
	captures->rt = rt;
	struct capture *capture = captures->captures;
	while (capture && strcmp(capture->name, name))
		capture = capture->next;
	if (capture)
		return capture;
	capture = calloc(1, sizeof(*capture));
	if (!capture)
		return NULL;
	capture->next = captures->captures;
	captures->captures = capture;
	capture->name = name;
	capture->file = fopen(name, "we");
	if (!capture->file || fwrite(&header, sizeof(header), 1, capture->file) != 1)
		give_up(rt, capture);
	return capture;
}

static int handle_skboutput(struct rt *rt, const struct abi_event *event, const uint8_t *record,
			    size_t size)
{
	struct rt_arguments arguments;
	struct rt_value time;
	struct rt_value length;
	struct rt_value bytes;
	const uint8_t *data;
	struct capture *capture = find_capture(rt, event->text);
	rt_arguments_init(&arguments, event, record, size);
	if (!capture || !capture->file || !rt_arguments_next(&arguments, &time) ||
	    !rt_arguments_next(&arguments, &length) || !rt_arguments_next(&arguments, &bytes))
		return 0;
	size_t captured = rt_buffer_bytes(&bytes, &data);
	uint64_t ns = rt_load_unsigned(time.data, time.size) + rt->boot_offset_ns;
	uint64_t sizes = rt_load_unsigned(length.data, length.size); // all of it << 32 | what is wanted
	if (!captured && !(uint32_t)sizes)
		return 0; // the offset is behind its end
	struct pcap_packet packet = {
		.seconds = (uint32_t)(ns / NS_PER_SECOND),
		.nanoseconds = (uint32_t)(ns % NS_PER_SECOND),
		.captured = (uint32_t)captured,
		.length = (uint32_t)(sizes >> 32),
	};
	capture->n_packets++;
	capture->n_cut += captured < (uint32_t)sizes;
	// The packet is in the file when the event was handled: another program may read along.
	if (fwrite(&packet, sizeof(packet), 1, capture->file) != 1 ||
	    fwrite(data, 1, captured, capture->file) != captured || fflush(capture->file))
		give_up(rt, capture);
	return 0;
}

const struct rt_event_ops rt_event_skboutput = {
	.handle = handle_skboutput,
	.keeps = RT_CAPABILITY(DAC_OVERRIDE),
};
