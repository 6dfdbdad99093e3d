/*
 * The syntax tree of a script. Every node keeps its span from birth; names are
 * interned. Nodes live in the compilation's arena. The parser fills what stands
 * in the text; the members marked "sema:" are filled by sema's passes and are
 * NULL or zero until then (front does not know what they point to).
 */
#ifndef FRONT_AST_H
#define FRONT_AST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/source.h"
#include "base/vec.h"

struct type;         /* sema/type.h */
struct variable;     /* sema/symbol.h */
struct map_symbol;   /* sema/symbol.h */
struct c_function;   /* sema/symbol.h */
struct subprogram;   /* sema/symbol.h */
struct builtin_row;  /* sema/builtin.h */
struct function_row; /* sema/function.h */
struct probe_kind;   /* sema/probe_kind.h */

enum node_kind {
#define NODE(kind, name) NODE_##kind,
#include "front/node.def"
	N_NODE_KINDS
};

enum binary_operator {
#define OPERATOR(name, text, precedence) OPERATOR_##name,
#include "front/operator.def"
	N_OPERATORS
};

/* ASSIGN with this operator is a plain `=`. */
#define OPERATOR_NONE N_OPERATORS

enum unary_operator {
	UNARY_MINUS,
	UNARY_NOT,         /* ! */
	UNARY_BIT_NOT,     /* ~ */
	UNARY_DEREFERENCE, /* * */
	UNARY_ADDRESS,     /* & */
};

typedef VEC(struct node *) node_vec;

/* One '*' or '[N]' behind the base name of a type, in the order of the text. */
struct type_suffix {
	bool is_pointer;
	bool is_inferred; /* [] */
	uint64_t count;   /* of [N] */
};

struct node {
	enum node_kind kind;
	struct span span;
	uint32_t
		height; /* levels of the tree from here down; the parser keeps it to PARSE_MAX_DEPTH */
	const struct type *type; /* sema: of an expression */
	union {
		struct {
			uint64_t value;
			bool is_duration; /* had a ns..d suffix; value is in ns */
			bool is_unsigned; /* had a u suffix */
		} integer;
		bool boolean;
		struct {
			const char *text; /* unescaped, NUL-terminated, may contain NUL */
			size_t size;      /* bytes without the final NUL */
		} string;
		struct {
			const char *name;
			const struct builtin_row *builtin; /* sema: NULL unless a builtin */
			uint64_t constant; /* sema: value if an enumerator or macro constant */
			bool is_constant;  /* sema */
			bool is_number;    /* sema: `probe` as the number of its name */
		} ident;
		struct {
			const char *name;          /* without the $ */
			struct variable *variable; /* sema */
		} var;
		struct {
			const char *name;       /* without the @; "" for the anonymous map */
			struct node *key;       /* NULL for a scalar; a TUPLE for [a, b] */
			struct map_symbol *map; /* sema */
		} map;
		unsigned param; /* $N, from 1 */
		struct {
			enum unary_operator op;
			struct node *operand;
		} unary;
		struct {
			bool is_decrement;
			bool is_postfix;
			struct node *operand; /* VAR or MAP */
		} incdec;
		struct {
			enum binary_operator op;
			struct span op_span;
			struct node *left, *right;
		} binary;
		struct {
			struct node *condition;
			struct node *then_value; /* NULL for a ?: b */
			struct node *else_value;
		} ternary;
		struct {
			const char *name;
			struct span name_span;
			node_vec args;                       /* an argument may be a TYPE node */
			const struct function_row *function; /* sema */
			struct subprogram *
				subprogram; /* sema: a function of the script; then function is NULL */
			const struct c_function *c_function; /* sema: or one of an imported .bpf.c */
			void *detail; /* sema: what the function's row keeps about this call */
		} call;
		struct {
			struct node *object;
			const char *name;
			struct span name_span;
			bool is_arrow;
			const void *member; /* sema: struct ctype_member or record field */
		} field;
		struct {
			struct node *object;
			unsigned index;
		} tuple_field;
		struct {
			struct node *object, *index;
		} index;
		struct {
			struct node *type_node; /* TYPE or TYPEOF */
			struct node *value;
		} cast;
		node_vec tuple;
		struct {
			node_vec values;
			VEC(const char *) names;
		} record;
		struct {
			struct node *
				operand; /* TYPE, TYPEOF or an expression; for IDENT sema decides */
			VEC(const char *) path; /* of offsetof: a.b.c */
			bool is_id;             /* sema: of typeinfo: the target's number of the type alone */
		} type_query;                   /* SIZEOF OFFSETOF TYPEOF TYPEINFO */
		struct node *comptime;
		struct {
			enum { TYPE_TAG_NONE, TYPE_TAG_STRUCT, TYPE_TAG_UNION, TYPE_TAG_ENUM } tag;
			const char *name;
			VEC(struct type_suffix) suffixes;
		} type_name;

		struct {
			node_vec statements;
			struct node *value; /* the last expression without ';', else NULL */
		} block;
		struct {
			struct node *condition;
			struct node *then_block;
			struct node *else_block; /* BLOCK, IF or NULL */
			bool is_comptime;
		} if_;
		struct node *expression; /* EXPR_STATEMENT, DISCARD, RETURN (may be NULL) */
		struct {
			struct node *var;       /* VAR */
			struct node *type_node; /* NULL if absent */
			struct node *value;     /* NULL if absent */
		} let;
		struct {
			enum binary_operator op; /* OPERATOR_NONE for = */
			struct span op_span;
			struct node *target; /* VAR, MAP; others are sema's error */
			struct node *value;
		} assign;
		struct {
			struct node *condition; /* of UNROLL: the count */
			struct node *body;
		} loop; /* WHILE UNROLL */
		struct {
			struct node *var;
			struct node *map;         /* MAP without key, or NULL for a range */
			struct node *begin, *end; /* of a range */
			struct node *body;
		} for_;

		struct {
			node_vec attach_points;
			struct node *predicate; /* NULL if absent */
			struct node *body;      /* BLOCK */
		} probe;
		struct {
			const char *text; /* as written, without quotes' removal and '?' */
			const char *label;       /* name= before the provider, or NULL */
			const char *provider;    /* as written, lower-cased, alias not expanded */
			VEC(const char *) parts; /* behind the provider, split on ':', unquoted */
			VEC(struct span) part_spans;   /* of each part */
			const struct probe_kind *kind; /* sema */
			void *target; /* sema: what the kind's row keeps, e.g. the tracepoint */
			bool is_optional; /* `probe?` */
			bool is_fallback; /* behind `||`: of use only if the one before it is missing */
			bool has_others;  /* one of several alternatives */
		} attach_point;
		struct {
			const char *name;
			node_vec params; /* VAR, MAP or IDENT */
			struct node *body;
		} macro;
		struct {
			const char *name;
			node_vec params; /* LET nodes: $name : type */
			struct node *return_type;
			struct node *body;
			struct subprogram *subprogram; /* sema */
		} function;
		struct {
			const char *name;
			const char *map_kind;     /* hash, lruhash, ... */
			struct node *max_entries; /* INT, or NULL */
			struct map_symbol *map;   /* sema */
		} map_declaration;
		const char *import;
		node_vec config; /* ASSIGN nodes: IDENT = INT|BOOL|STRING|IDENT */
		struct {
			const char *text; /* the C text as it stands */
		} c_definition;
	};
};

struct script {
	struct span span;
	const char *leading_comment; /* the text of the comment block that opens the file, or "" */
	node_vec roots;              /* in the order of the text */
	VEC(const char *) headers;   /* paths of imported .h files, for the C section */
	VEC(const char *) macros;    /* sema: names of the macros that there were */
};

/* "binary operation", for messages. */
const char *node_kind_name(enum node_kind kind);
const char *operator_text(enum binary_operator op);

/*
 * The tree as indented text, one node a line with its span's line:column, unless sources is NULL;
 * types too once known.
 */
struct strbuf;
void ast_dump(const struct script *script, const struct source_set *sources, struct strbuf *out);

/* The same with the text of each node's type, which only who made the types can write. */
typedef const char *ast_type_text(void *context, const struct type *type);
void ast_dump_typed(const struct script *script, const struct source_set *sources,
		    struct strbuf *out, ast_type_text *type_text, void *context);

#endif
