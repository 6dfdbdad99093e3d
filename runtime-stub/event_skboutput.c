/*
 * Packets into a file that tcpdump and Wireshark read: pcap with nanoseconds,
 * packets beginning with their IP header.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
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
	uint64_t n_packets;
	uint64_t n_cut;  /* those that have less than was asked for, read by the program */
	uint64_t n_long; /* copied by the kernel */
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
	if (capture->n_long)
		rt_warning(rt,
			   "%" PRIu64 " of %" PRIu64 " packets in '%s' are cut: what is behind %u bytes is not "
			   "written",
			   capture->n_long, capture->n_packets, capture->name, LIMIT_WHOLE_PACKET);
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

struct packet {
	uint64_t time; /* CLOCK_BOOTTIME in ns */
	uint32_t rest, wanted; /* bytes that are there, and that are to be written */
	const uint8_t *data;
	size_t captured;
};

/* As the program has read it. */
static bool read_arguments(const struct abi_event *event, const uint8_t *record, size_t size,
			   struct packet *packet)
{
	struct rt_arguments arguments;
	struct rt_value time, sizes, bytes;
	rt_arguments_init(&arguments, event, record, size);
	if (!rt_arguments_next(&arguments, &time) || !rt_arguments_next(&arguments, &sizes) ||
	    !rt_arguments_next(&arguments, &bytes))
		return false;
	uint64_t both = rt_load_unsigned(sizes.data, sizes.size);
	packet->time = rt_load_unsigned(time.data, time.size);
	packet->rest = (uint32_t)(both >> 32);
	packet->wanted = (uint32_t)both;
	packet->captured = rt_buffer_bytes(&bytes, &packet->data);
	return packet->captured || packet->wanted; // else the offset is behind its end
}

/* As the kernel has copied it. */
static bool read_copy(const uint8_t *record, size_t size, struct packet *packet)
{
	struct abi_packet head;
	memcpy(&head, record, sizeof(head));
	size_t copied = size - sizeof(head);
	size_t skipped = head.offset < copied ? head.offset : copied;
	packet->time = head.time;
	packet->rest = head.rest;
	packet->wanted = head.wanted;
	packet->data = record + sizeof(head) + skipped;
	packet->captured = copied - skipped;
	return true;
}

static void write_packet(struct rt *rt, struct capture *capture, const struct packet *packet)
{
	uint64_t ns = packet->time + rt->boot_offset_ns;
	struct pcap_packet head = {
		.seconds = (uint32_t)(ns / NS_PER_SECOND),
		.nanoseconds = (uint32_t)(ns % NS_PER_SECOND),
		.captured = (uint32_t)packet->captured,
		.length = packet->rest,
	};
	// The packet is in the file when the event was handled: another program may read along.
	if (fwrite(&head, sizeof(head), 1, capture->file) != 1 ||
	    fwrite(packet->data, 1, packet->captured, capture->file) != packet->captured ||
	    fflush(capture->file))
		give_up(rt, capture);
}

static int handle_skboutput(struct rt *rt, const struct abi_event *event, const uint8_t *record,
			    size_t size)
{
	struct packet packet;
	struct capture *capture = find_capture(rt, event->text);
	bool is_copy = !event->n_args;
	if (!capture || !capture->file ||
	    !(is_copy ? read_copy(record, size, &packet)
		      : read_arguments(event, record, size, &packet)))
		return 0;
	capture->n_packets++;
	if (packet.captured < packet.wanted)
		++*(is_copy ? &capture->n_long : &capture->n_cut);
	write_packet(rt, capture, &packet);
	return 0;
}

const struct rt_event_ops rt_event_skboutput = {
	.handle = handle_skboutput,
	.keeps = RT_CAPABILITY(DAC_OVERRIDE),
};
