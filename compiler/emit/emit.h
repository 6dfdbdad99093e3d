/*
 * Prints a plan as C. Both texts are pure functions of the plan: the same plan
 * gives the same bytes. They end in a strbuf of the caller's; nothing can fail,
 * for a plan that emit_check_frames lets pass.
 */
#ifndef EMIT_EMIT_H
#define EMIT_EMIT_H

#include <stdint.h>

#include "base/strbuf.h"
#include "plan/plan.h"

/*
 * The first program whose frame is larger than LIMIT_FRAME_SIZE, with the frame's
 * size in *size; NULL if there is none. To be asked before emit_bpf_c.
 */
const struct plan_program *emit_check_frames(const struct plan *plan, uint32_t *size);

/*
 * The BPF side, to be compiled with skeleton/ in the include path. Its own name,
 * to which #line returns, is "<tool.name>.bpf.c".
 */
void emit_bpf_c(const struct plan *plan, struct strbuf *out);

/*
 * What is compiled in the place of an imported .bpf.c file, whose path is plan_c_function.file: the
 * file itself, and how the program gets into its functions.
 */
void emit_c_part(const struct plan *plan, const char *file, struct strbuf *out);

/*
 * The tables for the running side: defines `const struct abi_tool <symbol>`, and the entry of an
 * executable for it alone; without the entry if it is to be bundled. It takes
 * the object's bytes from the header that `bpftool gen skeleton ... name <prefix>`
 * makes, and nothing else of it: compiled with at least -O1 no function of libbpf
 * is referred to.
 */
struct emit_host {
	const char *skeleton_header_name;
	const char *skeleton_prefix;
	const char *bundled_symbol; /* NULL: an executable of its own */
	const char *types_header_name; /* of emit_types_h, if types are embedded */
};

void emit_host_c(const struct plan *plan, const struct emit_host *names, struct strbuf *out);

/* The entry of an executable with the n tools whose tables have these symbols, sorted by the tools' names. */
void emit_bundle_c(struct arena *arena, const char *name, const char *compiler_version,
		   const char *const *symbols, size_t n, struct strbuf *out);

/* A header with the table tool_types (struct abi_types). Entries of the same bytes share them. */
void emit_types_h(struct arena *arena, const char *own_name, const struct abi_types *types,
		  uint32_t n_types, struct strbuf *out);

#endif
