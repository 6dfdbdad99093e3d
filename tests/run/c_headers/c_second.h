/* Found by -I in tests/run/c_include.bt. */
#define SECOND 1
typedef struct record record_t;
