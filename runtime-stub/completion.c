#include "completion.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "about.h"
#include "options.h"
#include "rt.h"

/* One word of the command line that may have a value behind it, in the words of options.c. */
struct word {
	char letter;
	const char *text;  /* behind two dashes, or NULL */
	const char *value; /* NULL: none */
	const char *help;
	bool is_parameter; /* of the script: NAME=VALUE will do */
};

struct writer {
	const char *name; /* of the command */
	void (*begin)(const struct writer *writer);
	void (*word)(const struct writer *writer, const struct word *word);
	void (*end)(const struct writer *writer, const struct rt *rt);
};

/* -- values -- */

/* How each shell completes a kind of value. "this|that" is a list of words. */
struct value_kind {
	const char *value; /* bash NULL: files */
	const char *bash, *zsh, *fish;
};

static const struct value_kind value_kinds[] = {
	{ "PID", "-W \"$(cd /proc && echo [0-9]*)\"", "_pids", "(__fish_complete_pids)" },
	{ "COMMAND", "-c", "_command_names", "(__fish_complete_command)" },
	{ "FILE", NULL, "_files", NULL },
};

static const struct value_kind *find_kind(const char *value)
{
	for (size_t i = 0; i < sizeof(value_kinds) / sizeof(value_kinds[0]); i++)
		if (!strcmp(value_kinds[i].value, value))
			return &value_kinds[i];
	return NULL;
}

static bool is_list(const char *value)
{
	return value && strchr(value, '|');
}

/* "this|that" as "this that". */
static void put_list(const char *value)
{
	for (; *value; value++)
		putchar(*value == '|' ? ' ' : *value);
}

/* Text inside single quotes; `escaped` gets a backslash before it. Line ends become blanks. */
static void put_quoted(const char *text, const char *escaped, const char *quote)
{
	for (; *text; text++) {
		if (*text == '\'')
			fputs(quote, stdout);
		else if (*text == '\n')
			putchar(' ');
		else
			printf("%s%c", strchr(escaped, *text) ? "\\" : "", *text);
	}
}

/* The command's name as part of a function's name. */
static void put_identifier(const char *name)
{
	for (; *name; name++)
		putchar(isalnum((unsigned char)*name) ? *name : '_');
}

/* -- bash -- */

static void put_words_of(const struct word *word, const char *between)
{
	if (word->letter)
		printf("-%c", word->letter);
	if (word->letter && word->text)
		fputs(between, stdout);
	if (word->text)
		printf("--%s", word->text);
}

/*
 * bash takes "--mode=te" apart into three words. A name of a file may hold blanks, which `compgen -W` and $(...)
 * would split.
 */
static void bash_begin(const struct writer *writer)
{
	putchar('_');
	put_identifier(writer->name);
	printf("()\n{\n\tlocal current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
	       "\tlocal words= parameters=\n\tCOMPREPLY=()\n"
	       "\tif [ \"$current\" = = ]; then\n\t\tcurrent=\n"
	       "\telif [ \"$before\" = = ]; then\n\t\tbefore=${COMP_WORDS[COMP_CWORD-2]}\n\tfi\n");
}

static void bash_value(const struct word *word)
{
	const struct value_kind *kind = find_kind(word->value);
	if (kind && kind->bash)
		printf("COMPREPLY=($(compgen %s -- \"$current\"))", kind->bash);
	else if (kind)
		printf("compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- \"$current\")");
	if (is_list(word->value)) {
		printf("COMPREPLY=($(compgen -W '");
		put_list(word->value);
		printf("' -- \"$current\"))");
	}
	printf("%sreturn ;;\n", kind || is_list(word->value) ? "; " : "");
}

static void bash_word(const struct writer *writer, const struct word *word)
{
	(void)writer;
	printf("\twords+=' ");
	put_words_of(word, " ");
	printf("'\n");
	if (word->is_parameter)
		printf("\tparameters+=' %s='\n", word->text);
	if (!word->value)
		return;
	printf("\tcase $before in\n\t");
	put_words_of(word, "|");
	if (word->is_parameter)
		printf("|%s", word->text);
	printf(") ");
	bash_value(word);
	printf("\tesac\n");
}

/* What is no option is NAME= of a parameter, or else a file, as bash itself does it. */
static void bash_end(const struct writer *writer, const struct rt *rt)
{
	printf("\tcase $current in\n\t-*) COMPREPLY=($(compgen -W \"$words\" -- \"$current\")) ;;\n"
	       "\t%s) COMPREPLY=($(compgen -W \"$parameters\" -- \"$current\"))\n"
	       "\t\t[ ${#COMPREPLY[@]} = 0 ] || compopt -o nospace 2>/dev/null ;;\n"
	       "\tesac\n}\ncomplete -o default -F _",
	       rt->tool->n_positional ? "?*" : "*");
	put_identifier(writer->name);
	printf(" %s\n", writer->name);
}

/* -- zsh -- */

#define ZSH_ESCAPED "[]:\\"
#define ZSH_QUOTE   "'\\''"

static void zsh_begin(const struct writer *writer)
{
	printf("#compdef %s\n_arguments -S", writer->name);
}

static void zsh_spec(const struct word *word, const char *dashes, const char *name)
{
	const struct value_kind *kind = word->value ? find_kind(word->value) : NULL;
	const char *sign = dashes[1] ? "=" : "+";
	printf(" \\\n\t'%s%s%s[", dashes, name, word->value ? sign : "");
	put_quoted(word->help, ZSH_ESCAPED, ZSH_QUOTE);
	putchar(']');
	if (is_list(word->value)) {
		printf(":value:(");
		put_list(word->value);
		putchar(')');
	} else if (word->value) {
		printf(":%s:%s", word->value, kind ? kind->zsh : "");
	}
	putchar('\'');
}

static void zsh_word(const struct writer *writer, const struct word *word)
{
	const char letter[2] = { word->letter, '\0' };
	(void)writer;
	if (word->letter)
		zsh_spec(word, "-", letter);
	if (word->text)
		zsh_spec(word, "--", word->text);
}

static void zsh_end(const struct writer *writer, const struct rt *rt)
{
	(void)writer;
	printf("%s\n", rt->tool->n_positional ? " \\\n\t'*:parameter:_default'" : "");
}

/* -- fish -- */

static void fish_begin(const struct writer *writer)
{
	printf("complete -c %s -f\n", writer->name);
}

static void fish_word(const struct writer *writer, const struct word *word)
{
	const struct value_kind *kind = word->value ? find_kind(word->value) : NULL;
	printf("complete -c %s", writer->name);
	if (word->letter)
		printf(" -s %c", word->letter);
	if (word->text)
		printf(" -l %s", word->text);
	if (word->value)
		printf(kind && !kind->fish ? " -r -F" : " -x");
	if (is_list(word->value)) {
		printf(" -a '");
		put_list(word->value);
		putchar('\'');
	} else if (kind && kind->fish) {
		printf(" -a '%s'", kind->fish);
	}
	printf(" -d '");
	put_quoted(word->help, "\\", "\\'");
	printf("'\n");
}

static void fish_end(const struct writer *writer, const struct rt *rt)
{
	if (rt->tool->n_positional)
		printf("complete -c %s -F\n", writer->name);
}

/* -- */

static const struct {
	const char *shell;
	struct writer writer;
} shells[] = {
	{ "bash", { NULL, bash_begin, bash_word, bash_end } },
	{ "zsh", { NULL, zsh_begin, zsh_word, zsh_end } },
	{ "fish", { NULL, fish_begin, fish_word, fish_end } },
};

static bool find_writer(const char *shell, struct writer *writer)
{
	for (size_t i = 0; i < sizeof(shells) / sizeof(shells[0]); i++) {
		if (strcmp(shells[i].shell, shell) != 0)
			continue;
		*writer = shells[i].writer;
		return true;
	}
	return false;
}

bool rt_completion_knows(const char *shell)
{
	struct writer writer;
	return find_writer(shell, &writer);
}

void rt_completion_print(const struct rt *rt)
{
	struct writer writer;
	if (!find_writer(rt->options.shell, &writer))
		return;
	writer.name = rt->program_name;
	writer.begin(&writer);
	for (uint32_t i = 0; i < rt->tool->n_params; i++) {
		const struct abi_param *param = &rt->tool->params[i];
		const struct word word = {
			.text = param->name,
			.value = param->type->kind == ABI_VALUE_BOOL ? NULL : "VALUE",
			.help = param->description ? param->description : "parameter of the script",
			.is_parameter = true,
		};
		writer.word(&writer, &word);
	}
	for (size_t i = 0; i < rt_option_count; i++) {
		const struct rt_option *option = &rt_option_rows[i];
		const struct word word = { option->letter, option->word, option->value,
					   option->help, false };
		writer.word(&writer, &word);
	}
	writer.end(&writer, rt);
}

/* -- bundles -- */

static void put_tools(const struct abi_entry *of)
{
	for (uint32_t i = 0; i < of->n_tools; i++)
		printf("%s%s", i ? " " : "", of->tools[i]->name);
}

static void bash_bundle(const struct abi_entry *of, const char *name)
{
	putchar('_');
	put_identifier(name);
	printf("()\n{\n\tif [ \"$COMP_CWORD\" = 1 ]; then\n\t\tCOMPREPLY=($(compgen -W '");
	put_tools(of);
	printf("' -- \"${COMP_WORDS[1]}\"))\n\telse\n\t\tcase ${COMP_WORDS[1]} in\n");
	for (uint32_t i = 0; i < of->n_tools; i++) {
		printf("\t\t%s) _", of->tools[i]->name);
		put_identifier(of->tools[i]->name);
		printf(" ;;\n");
	}
	printf("\t\tesac\n\tfi\n}\ncomplete -o default -F _");
	put_identifier(name);
	printf(" %s\n", name);
}

static void zsh_bundle(const struct abi_entry *of, const char *name)
{
	printf("#compdef %s\n_arguments '1:tool:(", name);
	put_tools(of);
	printf(")' '*::argument:_default'\n");
}

static void fish_bundle(const struct abi_entry *of, const char *name)
{
	for (uint32_t i = 0; i < of->n_tools; i++) {
		const char *summary;
		size_t length = rt_about_summary(of->tools[i], &summary);
		char help[128];
		snprintf(help, sizeof(help), "%.*s", (int)length, summary);
		printf("complete -c %s -n __fish_use_subcommand -f -a %s -d '", name,
		       of->tools[i]->name);
		put_quoted(help, "\\", "\\'");
		printf("'\n");
	}
}

void rt_completion_print_bundle(const struct abi_entry *of, const char *name, const char *shell)
{
	/* A file of zsh's is for one command. */
	if (!strcmp(shell, "zsh")) {
		zsh_bundle(of, name);
		return;
	}
	for (uint32_t i = 0; i < of->n_tools; i++) {
		struct rt rt = { .entry = of,
				 .tool = of->tools[i],
				 .program_name = of->tools[i]->name };
		rt.options.shell = shell;
		rt_completion_print(&rt);
	}
	if (!strcmp(shell, "bash"))
		bash_bundle(of, name);
	else
		fish_bundle(of, name);
}
