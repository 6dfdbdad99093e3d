/* Given by --include in tests/run/c_include.bt. */
#define FIRST 100
