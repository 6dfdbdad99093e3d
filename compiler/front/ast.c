#include "front/ast.h"

const char *node_kind_name(enum node_kind kind)
{
	static const char *const names[] = {
#define NODE(kind, name) [NODE_##kind] = name,
#include "front/node.def"
	};

	return names[kind];
}

const char *operator_text(enum binary_operator op)
{
	static const char *const texts[] = {
#define OPERATOR(name, text, precedence) [OPERATOR_##name] = text,
#include "front/operator.def"
		[OPERATOR_NONE] = "",
	};

	return texts[op];
}
