/* Addresses of a network as bin/memory.c has them. */
#ifndef C_ADDRESSES_H
#define C_ADDRESSES_H

struct addresses {
	unsigned int v4;
	unsigned char v6[16], four[4], mac[6];
	char signed_mac[6];
	char *names[4];
};

#endif
