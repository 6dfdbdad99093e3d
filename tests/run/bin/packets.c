/*
 * packets: sends datagrams of 12, 6000 and 30000 bytes to a port of this host, waits a second, reads the pcap file whose
 * name is its argument, and calls traced_line() with what is in it, line by line.
 */
#include <arpa/inet.h>
#include <netinet/ip.h>
#include <netinet/udp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
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

static int read_file(const char *name)
{
	FILE *file = fopen(name, "r");
	char line[256];
	struct header header;

	if (!file || fread(&header, sizeof(header), 1, file) != 1)
		return 1;
	snprintf(line, sizeof(line), "pcap %x %u.%u link %u", header.magic, header.major, header.minor, header.linktype);
	traced_line(line);
	while (read_packet(file))
		;
	fclose(file);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc < 2 || send_all())
		return 1;
	sleep(1);
	return read_file(argv[1]);
}
