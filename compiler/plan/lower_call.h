/*
 * Lowering of function calls, by theme. Each function of the language has the ones that its row in
 * lower_call.c names; not for other folders.
 */
#ifndef PLAN_LOWER_CALL_H
#define PLAN_LOWER_CALL_H

#include "plan/lowering.h"
#include "sema/call_detail.h"
#include "sema/function.h"

typedef const struct plan_expr *lower_call_scalar_fn(struct lower *l, const struct node *call);
typedef struct plan_place lower_call_bytes_fn(struct lower *l, const struct node *call,
					      const struct plan_place *wanted);
typedef void lower_call_effect_fn(struct lower *l, const struct node *call);
/* Fills in arg and gives true if the value can go straight into a record. */
typedef bool lower_call_event_arg_fn(struct lower *l, const struct node *call,
				     struct plan_event_arg *arg);

/* lower_call_print.c */
lower_call_effect_fn lower_printf, lower_errorf, lower_warnf, lower_cat, lower_system;
lower_call_effect_fn lower_print, lower_clear, lower_zero_map, lower_exit, lower_time, lower_join;

/* lower_take.c: the print before may take the place of a clear or zero of the map; whether it does. */
bool lower_take(struct lower *l, const struct map_symbol *symbol, enum abi_taking taking);

/* lower_call_string.c */
lower_call_bytes_fn lower_str, lower_buf;
lower_call_event_arg_fn lower_str_arg, lower_buf_arg;
lower_call_scalar_fn lower_strncmp, lower_strlen;

/* lower_call_map.c */
lower_call_scalar_fn lower_delete, lower_has_key, lower_len, lower_find;
lower_call_effect_fn lower_delete_effect;

/* lower_call_symbol.c */
lower_call_bytes_fn lower_stack, lower_usym;
lower_call_event_arg_fn lower_stack_arg;
lower_call_scalar_fn lower_ksym, lower_reg;
/* Address, process and probe, as a struct abi_usym. */
struct plan_place lower_usym_of(struct lower *l, const struct plan_expr *address,
				const struct plan_place *wanted);

/* lower_call_text.c */
lower_call_scalar_fn lower_strstr, lower_strcontains, lower_strcap, lower_memcmp;
lower_call_scalar_fn lower_getopt_scalar;
lower_call_bytes_fn lower_str_concat, lower_strerror, lower_signal_name, lower_syscall_name;
lower_call_bytes_fn lower_comm_of, lower_pton, lower_getopt_bytes;

/* lower_call_act.c */
lower_call_scalar_fn lower_kaddr, lower_cgroupid, lower_kconfig, lower_percpu_kaddr, lower_is_err;
lower_call_scalar_fn lower_namespace_id, lower_write_user;
lower_call_scalar_fn lower_skboutput, lower_socket_cookie, lower_uaddr;
lower_call_bytes_fn lower_path;
lower_call_effect_fn lower_signal, lower_override, lower_debugf, lower_assert, lower_unwatch;
lower_call_effect_fn lower_nothing;

/* lower_call_existence.c */
lower_call_scalar_fn lower_has_field, lower_has_type, lower_has_enumerator;

/* lower_call_value.c */
lower_call_scalar_fn lower_nsecs, lower_same_scalar, lower_bswap;
lower_call_bytes_fn lower_strftime, lower_ntop, lower_macaddr;

static inline const struct node *lower_call_arg(const struct node *call, size_t i)
{
	return i < call->call.args.count ? call->call.args.items[i] : NULL;
}

#endif
