/* A struct with members of every sort (bin/values.c, struct_values.bt). */
enum colour { RED = 1, GREEN };

typedef int (*callback_t)(void);

struct inner {
	short x;
	long y;
};

union either {
	unsigned int whole;
	unsigned char part[4];
};

struct values {
	int number;
	enum colour colour;
	struct inner in;
	union either u;
	unsigned low : 3;
	int high : 5;
	unsigned long wide : 40;
	char name[6];
	unsigned short list[3];
	float f;
	double d;
	callback_t call;
	struct values *next;
	struct {
		char anonymous;
		struct {
			signed char deep;
		};
	};
	union {
		int left;
		short right;
	};
	_Bool flag;
	struct inner pair[2];
	long matrix[2][2];
	enum colour palette[2];
	const char *texts[2];
};
