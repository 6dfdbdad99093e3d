#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "instruction.h"

#if defined(__x86_64__)

static size_t length_of(const char *bytes, size_t size)
{
	uint8_t code[32];
	memset(code, 0x90, sizeof(code));
	memcpy(code, bytes, size);
	return rt_instruction_length(code, sizeof(code));
}

/* Whole instructions; each must be as long as its text. */
static void instructions_have_their_lengths(void **state)
{
	static const struct {
		const char *bytes;
		size_t size;
	} cases[] = {
#	define CODE(text) { text, sizeof(text) - 1 }
		CODE("\x90"),                                     /* nop */
		CODE("\x55"),                                     /* push %rbp */
		CODE("\x48\x89\xe5"),                             /* mov %rsp,%rbp */
		CODE("\x48\x83\xec\x10"),                         /* sub $16,%rsp */
		CODE("\x48\x81\xec\x00\x01\x00\x00"),             /* sub $256,%rsp */
		CODE("\x66\x81\xc1\x34\x12"),                     /* add $0x1234,%cx */
		CODE("\x48\x8b\x05\x01\x02\x03\x04"),             /* mov 0x4030201(%rip),%rax */
		CODE("\x8b\x44\x24\x08"),                         /* mov 8(%rsp),%eax */
		CODE("\x8b\x04\x25\x00\x10\x00\x00"),             /* mov 0x1000,%eax */
		CODE("\x48\xb8\x01\x02\x03\x04\x05\x06\x07\x08"), /* movabs */
		CODE("\xb8\x01\x00\x00\x00"),                     /* mov $1,%eax */
		CODE("\x66\xb8\x01\x00"),                         /* mov $1,%ax */
		CODE("\xe8\x00\x00\x00\x00"),                     /* call */
		CODE("\x0f\x84\x00\x00\x00\x00"),                 /* je */
		CODE("\x74\x05"),                                 /* je */
		CODE("\xf3\x0f\x1e\xfa"),                         /* endbr64 */
		CODE("\x66\x2e\x0f\x1f\x84\x00\x00\x00\x00\x00"), /* nopw */
		CODE("\xf6\xc1\x01"),                             /* test $1,%cl */
		CODE("\xf7\xc1\x01\x00\x00\x00"),                 /* test $1,%ecx */
		CODE("\xf7\xd9"),                                 /* neg %ecx */
		CODE("\x0f\xba\xe0\x1f"),                         /* bt $31,%eax */
		CODE("\x66\x0f\x3a\x0f\xc1\x08"),                 /* palignr */
		CODE("\x66\x0f\x38\x00\xc1"),                     /* pshufb */
		CODE("\xc5\xf8\x77"),                             /* vzeroupper */
		CODE("\xc5\xfd\x6f\x44\x24\x20"),                 /* vmovdqa 32(%rsp),%ymm0 */
		CODE("\xc4\xe3\x7d\x39\xc1\x01"),                 /* vextracti128 $1 */
		CODE("\x62\xf1\xfe\x48\x6f\x44\x24\x01"),         /* vmovdqu64 64(%rsp),%zmm0 */
		CODE("\xc8\x10\x00\x01"),                         /* enter */
		CODE("\xc2\x08\x00"),                             /* ret $8 */
		CODE("\xf0\x48\x0f\xb1\x0a"),                     /* lock cmpxchg */
		CODE("\x0f\x05"),                                 /* syscall */
		CODE("\x6a\x01"),                                 /* push $1 */
		CODE("\x69\xc0\x00\x01\x00\x00"),                 /* imul $256,%eax,%eax */
#	undef CODE
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(length_of(cases[i].bytes, cases[i].size), cases[i].size);
}

static void instructions_that_are_none(void **state)
{
	(void)state;
	assert_int_equal(length_of("\x06", 1), 0); /* push %es, gone in 64-bit mode */
	assert_int_equal(length_of("\x0f\x04", 2), 0);
	assert_int_equal(rt_instruction_length((const uint8_t *)"\xe8\x00", 2), 0); /* cut off */
	assert_int_equal(rt_instruction_length((const uint8_t *)"", 0), 0);
	uint8_t prefixes[20];
	memset(prefixes, 0x66, sizeof(prefixes));
	assert_int_equal(rt_instruction_length(prefixes, sizeof(prefixes)), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(instructions_have_their_lengths),
		cmocka_unit_test(instructions_that_are_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

int main(void)
{
	return 0;
}

#endif
