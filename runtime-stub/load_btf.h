/*
 * The kernel's own description of itself (BTF): where a program is bound to, and how the
 * arguments of a function are passed. Read at the first question, given back by rt_btf_release.
 */
#ifndef RUNTIME_STUB_LOAD_BTF_H
#define RUNTIME_STUB_LOAD_BTF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rt;
struct btf;
struct rt_btf;

/* That of rt; nothing is read before the first question. NULL without memory. */
struct rt_btf *rt_btf_get(struct rt *rt);
void rt_btf_release(struct rt *rt);
/* Enums, structs and unions are looked for in a file at first: --btf's, or the embedded one. One that can't be read is none. */
void rt_btf_use_file(struct rt *rt, const char *path);

/* libbpf's view of all types: the kernel's (0), then each module's; NULL behind the last one, or at 0 if there are none. */
const struct btf *rt_btf_types(struct rt_btf *btf, size_t i);

/* A function or type, in the kernel or one of its modules. */
struct rt_btf_place {
	uint32_t id;
	int module_fd;     /* of the module's BTF, borrowed; 0: the kernel itself */
	int program_fd;    /* of the BPF program that it is a function of (load_programs.h); 0: of none */
	const void *types; /* struct btf of libbpf in which id is one */
};

/* module NULL: wherever it is. -ENODEV: the kernel has no BTF. -ENOENT: there is none of that name. */
int rt_btf_find_function(struct rt_btf *btf, const char *module, const char *name,
			 struct rt_btf_place *place);
int rt_btf_find_typedef(struct rt_btf *btf, const char *name, struct rt_btf_place *place);
int rt_btf_find_enum(struct rt_btf *btf, const char *name, struct rt_btf_place *place);
/* A struct or union by its tag. */
int rt_btf_find_record(struct rt_btf *btf, const char *name, struct rt_btf_place *place);
/* Whether it has a member of that name, in unnamed members too. */
bool rt_btf_has_member(const struct rt_btf_place *place, const char *name);
/* How many elements its member of that name has; false: it has none of the name, or it is no array. */
bool rt_btf_member_elements(const struct rt_btf_place *place, const char *name, uint32_t *count);

/* What a traced function's or raw tracepoint's context is made of: u64 for each parameter, then one for the result. */
struct rt_btf_function {
	uint32_t n_params;
	bool has_result;
	bool is_plain; /* each parameter is one word; else context and registers differ */
};

int rt_btf_describe(const struct rt_btf_place *place, struct rt_btf_function *function);
/* Bytes of a parameter, or of the result (index n_params), and where in the context they are. */
uint32_t rt_btf_value_size(const struct rt_btf_place *place, uint32_t index);
uint32_t rt_btf_value_offset(const struct rt_btf_place *place, uint32_t index);
/* Index of a parameter by its name; -ENOENT. */
int rt_btf_find_parameter(const struct rt_btf_place *place, const char *name, uint32_t *index);

/* Calls visit for every enumerator of an enum, its value extended by the enum's sign. Stops at an error. */
typedef int rt_btf_enumerator(void *context, const char *name, uint64_t value);
int rt_btf_each_enumerator(const struct rt_btf_place *place, rt_btf_enumerator *visit,
			   void *context);

/* Calls visit for every one of the kernel and its modules (module NULL: the kernel's). Stops at an error. */
typedef int rt_btf_visit(void *context, const char *module, const char *name);
int rt_btf_each_function(struct rt_btf *btf, rt_btf_visit *visit, void *context);
int rt_btf_each_typedef(struct rt_btf *btf, rt_btf_visit *visit, void *context);

#endif
