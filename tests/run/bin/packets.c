/*
 * packets FILE [KIND]: sends packets to a port of this host, waits a second, reads the pcap file FILE, and calls
 * traced_line() with what is in it, line by line. KIND is
 *
 *	datagrams  of 12, 6000 and 30000 bytes; what there is without KIND
 *	stream     60000 bytes of a file by sendfile(2): pages, which are in no packet's linear part
 *	many       400 datagrams of 30000 bytes, a moment after traced_line("many")
 */
#include <arpa/inet.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

__attribute__((noinline, noclone)) size_t traced_line(const char *text)
{
	__asm__ volatile("" : : "r"(text) : "memory");
	return strlen(text);
}

static in_port_t port; /* as in a packet */

static int send_all(void)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(to);
	static char large[30000] = "large";
	int to_fd = socket(AF_INET, SOCK_DGRAM, 0), fd = socket(AF_INET, SOCK_DGRAM, 0);

	if (bind(to_fd, (struct sockaddr *)&to, size) || getsockname(to_fd, (struct sockaddr *)&to, &size))
		return 1;
	port = to.sin_port;
	sendto(fd, "hello packet", 12, 0, (struct sockaddr *)&to, size);
	sendto(fd, large, 6000, 0, (struct sockaddr *)&to, size);
	sendto(fd, large, 30000, 0, (struct sockaddr *)&to, size);
	return 0;
}

struct header {
	uint32_t magic;
	uint16_t major, minor;
	uint32_t zone, accuracy, snaplen, linktype;
};

struct packet {
	uint32_t seconds, nanoseconds, captured, length;
};

static int read_packet(FILE *file)
{
	static uint8_t bytes[65536];
	char line[256];
	struct packet packet;
	struct iphdr ip;
	struct udphdr udp;
	long age;

	if (fread(&packet, sizeof(packet), 1, file) != 1)
		return 0;
	if (packet.captured > sizeof(bytes) || fread(bytes, 1, packet.captured, file) != packet.captured) {
		traced_line("the file is cut");
		return 0;
	}
	memcpy(&ip, bytes, sizeof(ip));
	memcpy(&udp, bytes + sizeof(ip), sizeof(udp));
	age = (long)(time(NULL) - packet.seconds);
	snprintf(line, sizeof(line), "%s of %u bytes, IP %d, UDP %d of %u to %s '%.5s'%s",
		 packet.captured == packet.length ? "all" : "a part", packet.length, ip.version,
		 ip.protocol == IPPROTO_UDP, ntohs(udp.len), udp.dest == port ? "the port" : "another port",
		 packet.captured == packet.length ? (char *)bytes + sizeof(ip) + sizeof(udp) : "",
		 age < 0 || age > 300 ? ", at another time" : "");
	traced_line(line);
	return 1;
}

#define STREAM 60000

static uint8_t pattern(size_t i)
{
	return (uint8_t)(i * 7 + i / 256);
}

/* Of a loopback connection in this process. */
static int send_stream(void)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(to);
	static uint8_t bytes[STREAM];
	int file = memfd_create("stream", 0), listener = socket(AF_INET, SOCK_STREAM, 0);
	int from_fd = socket(AF_INET, SOCK_STREAM, 0), to_fd;

	for (size_t i = 0; i < STREAM; i++)
		bytes[i] = pattern(i);
	if (write(file, bytes, STREAM) != STREAM || bind(listener, (struct sockaddr *)&to, size) ||
	    getsockname(listener, (struct sockaddr *)&to, &size) || listen(listener, 1) ||
	    connect(from_fd, (struct sockaddr *)&to, size))
		return 1;
	port = to.sin_port;
	to_fd = accept(listener, NULL, NULL);
	for (off_t at = 0; at < STREAM;)
		if (sendfile(from_fd, file, &at, (size_t)(STREAM - at)) <= 0)
			return 1;
	for (ssize_t n, all = 0; all < STREAM; all += n)
		if ((n = read(to_fd, bytes, STREAM)) <= 0)
			return 1;
	return 0;
}

static int send_many(void)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(to);
	static char large[30000];
	int to_fd = socket(AF_INET, SOCK_DGRAM, 0), fd = socket(AF_INET, SOCK_DGRAM, 0);

	if (bind(to_fd, (struct sockaddr *)&to, size) || getsockname(to_fd, (struct sockaddr *)&to, &size))
		return 1;
	traced_line("many");
	usleep(500000);
	for (int i = 0; i < 400; i++)
		if (sendto(fd, large, sizeof(large), 0, (struct sockaddr *)&to, size) < 0)
			return 1;
	sleep(3);
	return 0;
}

/* Bytes of the stream that the file has, each where it belongs. */
static void read_stream(FILE *file)
{
	static uint8_t bytes[65536], seen[STREAM];
	struct packet packet;
	size_t n_seen = 0, n_wrong = 0;
	uint32_t first = 0, whole = 1;
	char line[256];

	while (fread(&packet, sizeof(packet), 1, file) == 1 && packet.captured <= sizeof(bytes) &&
	       fread(bytes, 1, packet.captured, file) == packet.captured) {
		const struct iphdr *ip = (const struct iphdr *)bytes;
		const struct tcphdr *tcp = (const struct tcphdr *)(bytes + sizeof(*ip));
		size_t start = sizeof(*ip) + tcp->doff * 4U;

		whole &= packet.captured == packet.length;
		if (ip->protocol != IPPROTO_TCP || tcp->dest != port)
			continue;
		if (tcp->syn)
			first = ntohl(tcp->seq) + 1;
		for (size_t i = start; i < packet.captured; i++) {
			size_t at = ntohl(tcp->seq) - first + (i - start);

			n_wrong += at >= STREAM || bytes[i] != pattern(at);
			n_seen += at < STREAM && !seen[at]++;
		}
	}
	snprintf(line, sizeof(line), "%zu bytes of the stream, %zu of them wrong; packets are %s", n_seen, n_wrong,
		 whole ? "whole" : "cut");
	traced_line(line);
}

static void count_packets(FILE *file)
{
	struct packet packet;
	char line[256];
	size_t n = 0;

	while (fread(&packet, sizeof(packet), 1, file) == 1 && !fseek(file, packet.captured, SEEK_CUR))
		n++;
	snprintf(line, sizeof(line), "packets in the file: %zu", n);
	traced_line(line);
}

static void read_datagrams(FILE *file)
{
	while (read_packet(file))
		;
}

static const struct {
	const char *name;
	int (*send)(void);
	void (*read)(FILE *file);
} kinds[] = {
	{ "datagrams", send_all, read_datagrams },
	{ "stream", send_stream, read_stream },
	{ "many", send_many, count_packets },
};

int main(int argc, char **argv)
{
	const char *kind = argc > 2 ? argv[2] : "datagrams";
	char line[256];
	struct header header;
	FILE *file;
	size_t i = 0;

	while (i < 3 && strcmp(kinds[i].name, kind))
		i++;
	if (argc < 2 || i == 3 || kinds[i].send())
		return 1;
	sleep(1);
	file = fopen(argv[1], "r");
	if (!file || fread(&header, sizeof(header), 1, file) != 1)
		return 1;
	snprintf(line, sizeof(line), "pcap %x %u.%u link %u", header.magic, header.major, header.minor, header.linktype);
	traced_line(line);
	kinds[i].read(file);
	fclose(file);
	return 0;
}
