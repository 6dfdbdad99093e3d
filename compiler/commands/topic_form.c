#include "commands/topic_form.h"

static const struct topic_form shapes[] = {
	{ "argN", "arg0, arg1, ...", "raw arguments of the traced function" },
	{ "$N", "$1, $2, ...", "parameters of the tool's command line; str($1) is the text" },
	{ "$#", "$#", "number of those parameters" },
};

static const struct topic_form statements[] = {
	{ "/", "PROBE /condition/ { ... }", "the block runs only if the condition holds" },
	{ "let", "let $x [: type] [= value];", "declares a variable of the block" },
	{ "let", "let @m = kind(entries);", "declares a map, outside of probes" },
	{ "=", "$x = value;  @m[key] = value;", "also += -= *= /= %= &= |= ^= <<= >>=" },
	{ "++", "$x++;  --@m[key];", "one more, one less" },
	{ "if", "if condition { ... } else { ... }", "also as a value: the last expression of the block" },
	{ "else", "if condition { ... } else if condition { ... }", "what runs otherwise" },
	{ "for", "for $kv : @map { ... }", "for each key and value of a map: $kv.0, $kv.1" },
	{ "for", "for $i : first..end { ... }", "for each number, without the end" },
	{ "while", "while (condition) { ... }", "deprecated: for has a bound" },
	{ "unroll", "unroll (n) { ... }", "n times, 1 to 100" },
	{ "break", "break;", "leaves the loop" },
	{ "continue", "continue;", "goes on with the loop's next round" },
	{ "return", "return [value];", "leaves the probe or the function" },
	{ "macro", "macro name($v, @m, expression) { ... }", "expanded where it is used" },
	{ "fn", "fn name($a : type, ...) : type { ... }", "a function of its own" },
	{ "comptime", "comptime (value)", "computed by the compiler; also: if comptime (condition)" },
	{ "import", "import \"file\";", "another script, C header or .bpf.c file" },
	{ "config", "config = { key = value; ... }", "settings, at the head of the script" },
};

const struct topic_form *topic_shapes(size_t *count)
{
	*count = sizeof(shapes) / sizeof(shapes[0]);
	return shapes;
}

const struct topic_form *topic_statements(size_t *count)
{
	*count = sizeof(statements) / sizeof(statements[0]);
	return statements;
}
