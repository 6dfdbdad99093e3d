/*
 * Loads a BPF program, watched_program, which gives 2 (XDP_PASS), says so, and runs it every 20 ms.
 * Its BTF is made here: int watched_program(void *ctx).
 */
#include <linux/bpf.h>
#include <linux/btf.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define INFO(kind, n) ((kind) << 24 | (n))

static const char strings[] = "\0int\0ctx\0watched_program";

/* ORDER: numbers of types are places in here, from 1. */
static const struct {
	struct btf_header head;
	struct btf_type int_type;
	uint32_t int_bits;
	struct btf_type pointer;
	struct btf_type prototype;
	struct btf_param parameter;
	struct btf_type function;
	char strings[sizeof(strings)];
} __attribute__((packed)) types = {
	.head = { .magic = BTF_MAGIC, .version = BTF_VERSION, .hdr_len = sizeof(struct btf_header),
		  .type_len = 4 * sizeof(struct btf_type) + 4 + sizeof(struct btf_param),
		  .str_off = 4 * sizeof(struct btf_type) + 4 + sizeof(struct btf_param),
		  .str_len = sizeof(strings) },
	.int_type = { .name_off = 1, .info = INFO(BTF_KIND_INT, 0), .size = 4 },
	.int_bits = BTF_INT_SIGNED << 24 | 32,
	.pointer = { .info = INFO(BTF_KIND_PTR, 0) },
	.prototype = { .info = INFO(BTF_KIND_FUNC_PROTO, 1), .type = 1 },
	.parameter = { .name_off = 5, .type = 2 },
	.function = { .name_off = 9, .info = INFO(BTF_KIND_FUNC, BTF_FUNC_STATIC), .type = 3 },
	.strings = "\0int\0ctx\0watched_program",
};

static int bpf(int command, union bpf_attr *attr)
{
	return (int)syscall(SYS_bpf, command, attr, sizeof(*attr));
}

static int load_types(void)
{
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.btf = (uint64_t)(uintptr_t)&types;
	attr.btf_size = sizeof(types);
	return bpf(BPF_BTF_LOAD, &attr);
}

static int load_program(int btf)
{
	static const struct bpf_insn instructions[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0, .imm = XDP_PASS },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	static const struct bpf_func_info function = { .insn_off = 0, .type_id = 4 };
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.prog_type = BPF_PROG_TYPE_XDP;
	attr.insns = (uint64_t)(uintptr_t)instructions;
	attr.insn_cnt = 2;
	attr.license = (uint64_t)(uintptr_t)"GPL";
	memcpy(attr.prog_name, "watched_program", sizeof("watched_program") - 1);
	attr.prog_btf_fd = (uint32_t)btf;
	attr.func_info = (uint64_t)(uintptr_t)&function;
	attr.func_info_cnt = 1;
	attr.func_info_rec_size = sizeof(function);
	return bpf(BPF_PROG_LOAD, &attr);
}

int main(void)
{
	static char packet[64];
	int program = load_program(load_types());

	if (program < 0) {
		perror("watched_program");
		return 1;
	}
	puts("loaded");
	fflush(stdout);
	for (;;) {
		union bpf_attr attr;

		memset(&attr, 0, sizeof(attr));
		attr.test.prog_fd = (uint32_t)program;
		attr.test.data_in = (uint64_t)(uintptr_t)packet;
		attr.test.data_size_in = sizeof(packet);
		attr.test.repeat = 1;
		bpf(BPF_PROG_TEST_RUN, &attr);
		usleep(20000);
	}
}
