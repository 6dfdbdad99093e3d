/* What tests/run/bin/records.c and the scripts that trace it share. */
#ifndef RUN_C_RECORD_H
#define RUN_C_RECORD_H

#define RECORD_LIMIT 102
#define RECORD_NAME  "record"

enum color { COLOR_RED, COLOR_GREEN = 7 };

typedef struct {
	short x;
	long y;
} place_t;

struct record {
	int id;
	enum color color;
	struct record *next;
	place_t place;
	char name[8];
	unsigned flag : 1;
	unsigned level : 4;
	int delta : 3;
	unsigned short samples[4];
	union {
		unsigned word;
		unsigned char bytes[4];
	};
	const char *label;
	int matrix[2][3];
};

#endif
