/*
 * Checks of calls, one for each row of function.def; not for other folders. A check types the call's
 * arguments, reports what is wrong with them, sets call.detail (call_detail.h) and returns the type of
 * the call: TYPE_NONE for statements, NULL while it is not known.
 */
#ifndef SEMA_FUNCTION_CHECK_H
#define SEMA_FUNCTION_CHECK_H

#include "sema/pass.h"

typedef const struct type *(*function_check)(struct sema *s, struct node *call);

/* The right side of @m = count() and its kin: the aggregation's type. */
const struct type *check_aggregation(struct sema *s, struct node *call);

/* Infers what is passed, for its own mistakes. */
void infer_arguments(struct sema *s, struct node *call);

/* Whether the number of arguments is what the row wants; reported if not, and the arguments typed. */
bool has_right_count(struct sema *s, struct node *call);

/* Output (function_check_output.c) */
const struct type *check_printf(struct sema *s, struct node *call);
const struct type *check_print(struct sema *s, struct node *call);
const struct type *check_exit(struct sema *s, struct node *call);
const struct type *check_time(struct sema *s, struct node *call);
const struct type *check_join(struct sema *s, struct node *call);

/* Maps (function_check_map.c) */
const struct type *check_whole_map(struct sema *s, struct node *call);
const struct type *check_delete(struct sema *s, struct node *call);
const struct type *check_has_key(struct sema *s, struct node *call);
const struct type *check_find(struct sema *s, struct node *call);
const struct type *check_len(struct sema *s, struct node *call);
const struct type *check_count(struct sema *s, struct node *call);
const struct type *check_sum(struct sema *s, struct node *call);
const struct type *check_min(struct sema *s, struct node *call);
const struct type *check_max(struct sema *s, struct node *call);
const struct type *check_avg(struct sema *s, struct node *call);
const struct type *check_stats(struct sema *s, struct node *call);
const struct type *check_hist(struct sema *s, struct node *call);
const struct type *check_lhist(struct sema *s, struct node *call);
const struct type *check_tseries(struct sema *s, struct node *call);

/* Values (function_check_value.c, function_check_text.c) */
const struct type *check_str(struct sema *s, struct node *call);
const struct type *check_buf(struct sema *s, struct node *call);
const struct type *check_strncmp(struct sema *s, struct node *call);
const struct type *check_strlen(struct sema *s, struct node *call);
/* dw_ustack, by the config's gate for it. */
void check_unwinding(struct sema *s, struct span span);
/* Of the config; what is unwound by our own programs has no build ids. */
enum abi_stack_mode stack_mode_of(const struct sema *s, bool unwinds);
const struct type *check_stack(struct sema *s, struct node *call);
const struct type *check_symbol(struct sema *s, struct node *call);
const struct type *check_nsecs(struct sema *s, struct node *call);
const struct type *check_strftime(struct sema *s, struct node *call);
const struct type *check_ntop(struct sema *s, struct node *call);
const struct type *check_macaddr(struct sema *s, struct node *call);
const struct type *check_reg(struct sema *s, struct node *call);
const struct type *check_space(struct sema *s, struct node *call);
const struct type *check_bswap(struct sema *s, struct node *call);
const struct type *check_cgroup_path(struct sema *s, struct node *call);

/* Strings and names (function_check_text.c) */
const struct type *check_getopt(struct sema *s, struct node *call);
const struct type *check_strcontains(struct sema *s, struct node *call);
const struct type *check_strstr(struct sema *s, struct node *call);
const struct type *check_strcap(struct sema *s, struct node *call);
const struct type *check_str_concat(struct sema *s, struct node *call);
const struct type *check_memcmp(struct sema *s, struct node *call);
const struct type *check_number_name(struct sema *s, struct node *call);
const struct type *check_comm_of(struct sema *s, struct node *call);
const struct type *check_pton(struct sema *s, struct node *call);

/* What is known when the script is compiled (function_check_comptime.c) */
const struct type *check_is(struct sema *s, struct node *call);
const struct type *check_static_assert(struct sema *s, struct node *call);
const struct type *check_fail(struct sema *s, struct node *call);
const struct type *check_assert_str(struct sema *s, struct node *call);
const struct type *check_default_str_length(struct sema *s, struct node *call);
const struct type *check_kfunc(struct sema *s, struct node *call);
/* Makes a call of is_str() and the like the literal that it is found to be; else nothing. */
void call_become_literal(struct node *call);

/* Addresses, and acting on what is traced (function_check_address.c) */
const struct type *check_kaddr(struct sema *s, struct node *call);
const struct type *check_percpu_kaddr(struct sema *s, struct node *call);
const struct type *check_cgroupid(struct sema *s, struct node *call);
const struct type *check_kconfig(struct sema *s, struct node *call);
const struct type *check_is_err(struct sema *s, struct node *call);
const struct type *check_container_of(struct sema *s, struct node *call);
const struct type *check_namespace_id(struct sema *s, struct node *call);
const struct type *check_task_field(struct sema *s, struct node *call);
const struct type *check_signal(struct sema *s, struct node *call);
const struct type *check_override(struct sema *s, struct node *call);
const struct type *check_write_user(struct sema *s, struct node *call);
const struct type *check_debugf(struct sema *s, struct node *call);
const struct type *check_path(struct sema *s, struct node *call);
const struct type *check_skboutput(struct sema *s, struct node *call);
const struct type *check_socket_cookie(struct sema *s, struct node *call);
const struct type *check_unwatch(struct sema *s, struct node *call);
/* Symbols of programs (user_type.c) */
const struct type *check_uaddr(struct sema *s, struct node *call);
/* Gives the call what its record holds as arguments (builtin_expand.c). */
void expand_skboutput(struct sema *s, struct node *call);
const struct type *check_assert(struct sema *s, struct node *call);

/* What the target has (function_check_existence.c) */
const struct type *check_has_field(struct sema *s, struct node *call);
const struct type *check_has_type(struct sema *s, struct node *call);
const struct type *check_has_enumerator(struct sema *s, struct node *call);

/* -- shared -- */

/* Argument i must be a string literal; NULL, reported, if it is not. */
const struct node *literal_text(struct sema *s, struct node *call, size_t i, const char *what);

/* Argument i must be a string, of any capacity; its type, NULL while that is not known. */
const struct type *string_argument(struct sema *s, struct node *call, size_t i);

/* Index of the text in n words; -1 if it is none of them. */
int word_index(const char *const *words, size_t n, const char *text);

/* Reports an argument that is none of the bare words that the function takes. */
void report_word(struct sema *s, const struct node *call, struct node *word,
		 const char *const *words, size_t n);

/* Argument i must be a literal number of least to most; false, reported, if it is not. */
bool literal_number(struct sema *s, struct node *call, size_t i, const char *what, uint64_t least,
		    uint64_t most, uint64_t *number);

/* Reports that argument i has a type that the function can't take. `wanted` names what it can. */
void wrong_argument(struct sema *s, const struct node *call, size_t i, const char *wanted);

/* The call's detail, made at the first walk. */
void *call_detail(struct sema *s, struct node *call, size_t size);

#endif
