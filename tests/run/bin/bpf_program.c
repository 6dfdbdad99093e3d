/*
 * Loads a BPF program, watched_program, which gives 2 (XDP_PASS), says so, and runs it every 20 ms.
 * Its BTF is made here: int watched_program(void *ctx). Before that it makes maps: watched_map (a hash with the
 * values 10, 20, 30 for the keys 1, 2, 3), watched_sockets and watched_storage (one element each, of a UDP socket).
 */
#include <arpa/inet.h>
#include <linux/bpf.h>
#include <linux/btf.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
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

static int make_map(uint32_t type, const char *name, uint32_t value_size, int btf)
{
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.map_type = type;
	attr.key_size = sizeof(uint32_t);
	attr.value_size = value_size;
	attr.max_entries = btf ? 0 : 8;
	attr.map_flags = btf ? BPF_F_NO_PREALLOC : 0;
	attr.btf_fd = (uint32_t)btf;
	attr.btf_key_type_id = attr.btf_value_type_id = btf ? 1 : 0;
	strcpy(attr.map_name, name);
	return bpf(BPF_MAP_CREATE, &attr);
}

static int set(int map, uint32_t key, const void *value)
{
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.map_fd = (uint32_t)map;
	attr.key = (uint64_t)(uintptr_t)&key;
	attr.value = (uint64_t)(uintptr_t)value;
	return bpf(BPF_MAP_UPDATE_ELEM, &attr);
}

static int make_maps(int btf)
{
	const struct sockaddr_in any = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	uint64_t number;
	uint32_t word = 7;
	int failed = 0, map = make_map(BPF_MAP_TYPE_HASH, "watched_map", sizeof(number), 0);
	int udp = socket(AF_INET, SOCK_DGRAM, 0);

	for (uint32_t key = 1; key <= 3; key++) {
		number = 10 * key;
		failed |= set(map, key, &number);
	}
	failed |= bind(udp, (const struct sockaddr *)&any, sizeof(any));
	number = (uint64_t)udp;
	failed |= set(make_map(BPF_MAP_TYPE_SOCKHASH, "watched_sockets", sizeof(number), 0), 5, &number);
	failed |= set(make_map(BPF_MAP_TYPE_SK_STORAGE, "watched_storage", sizeof(word), btf), (uint32_t)udp,
		      &word);
	return failed;
}

int main(void)
{
	static char packet[64];
	int btf = load_types();
	int program = load_program(btf);

	if (program < 0 || make_maps(btf)) {
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
