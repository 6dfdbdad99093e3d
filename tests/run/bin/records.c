/*
 * Structs for scripts that know their C (tests/run/c_record.h): a list of three, handed to
 * traced_record one by one, and an address.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../c_record.h"

__attribute__((noinline, noclone)) int traced_record(const struct record *record)
{
	__asm__ volatile("" : : "r"(record) : "memory");
	return record->id;
}

__attribute__((noinline, noclone)) void traced_address(const struct sockaddr_in *address)
{
	__asm__ volatile("" : : "r"(address) : "memory");
}

int main(void)
{
	static struct record records[3];
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(8080) };

	for (int i = 0; i < 3; i++) {
		struct record *r = &records[i];

		r->id = 100 + i;
		r->color = i == 0 ? COLOR_RED : COLOR_GREEN;
		r->next = i < 2 ? &records[i + 1] : NULL;
		r->place.x = -i;
		r->place.y = 1000000000000 + i;
		memcpy(r->name, "abcdefg", 5 + (size_t)i);
		r->flag = i == 1;
		r->level = 5 + (unsigned)i;
		r->delta = -2;
		r->samples[0] = (uint16_t)i;
		r->samples[3] = (uint16_t)(40 + i);
		r->word = 0x01020304;
		r->label = i == 2 ? "last" : "more";
		r->matrix[1][2] = 12 + i;
	}
	for (int i = 0; i < 3; i++)
		traced_record(&records[i]);
	address.sin_addr.s_addr = htonl(0x7f000001);
	traced_address(&address);
	return 0;
}
