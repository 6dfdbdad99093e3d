#include "commands/manual.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "commands/command.h"
#include "commands/options.h"
#include "commands/topic.h"
#include "commands/topic_form.h"
#include "sema/builtin.h"
#include "sema/config.h"
#include "sema/function.h"
#include "sema/map_kind.h"
#include "sema/probe_kind.h"
#include "sema/type_name.h"

/* -- roff -- */

/* Text as it is: no line of it is a request, and what roff would change is escaped. */
static void put(const char *words)
{
	bool at_start = true;
	for (; *words; words++) {
		if (at_start && (*words == '.' || *words == '\''))
			fputs("\\&", stdout);
		at_start = *words == '\n';
		switch (*words) {
		case '\\':
			fputs("\\e", stdout);
			break;
		case '-':
			fputs("\\-", stdout);
			break;
		case '\'':
			fputs("\\(aq", stdout);
			break;
		case '"': /* may stand in the argument of a request */
			fputs("\\(dq", stdout);
			break;
		default:
			putchar(*words);
		}
	}
}

/* The release's, so that every build has the same page; SOURCE_DATE_EPOCH is of those who make their own releases. */
static const char *date(char *text, size_t size)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	char *end = NULL;
	errno = 0;
	time_t seconds = epoch ? (time_t)strtoll(epoch, &end, 10) : 0;
	struct tm utc;
	if (!epoch || end == epoch || *end || errno || !gmtime_r(&seconds, &utc) ||
	    !strftime(text, size, "%Y-%m-%d", &utc))
		return TRACEC_DATE;
	return text;
}

static void title(const char *page, int section)
{
	char text[32];
	printf(".TH \"");
	put(page);
	printf("\" %d \"%s\" \"tracec %s\" \"tracec\"\n", section, date(text, sizeof(text)),
	       TRACEC_VERSION);
}

static void heading(const char *name)
{
	printf(".SH %s\n", name);
}

/* The first paragraph behind a heading; the others are apart from those before them. */
static void text(const char *words)
{
	put(words);
	putchar('\n');
}

static void paragraph(const char *words)
{
	printf(".PP\n");
	text(words);
}

/* A word with its explanation indented below. */
static void item(const char *word, const char *words)
{
	printf(".TP\n.B \"");
	put(word);
	printf("\"\n");
	text(words);
}

static void example(const char *words)
{
	printf(".RS\n.nf\n");
	put(words);
	printf("\n.fi\n.RE\n");
}

/* -- tracec(1) -- */

static void put_option(const struct option_row *row)
{
	printf(".TP\n");
	if (row->letter)
		printf("\\fB\\-%c\\fR, ", row->letter);
	printf("\\fB\\-\\-");
	put(row->name);
	printf("\\fR");
	if (row->argument) {
		printf(" \\fI");
		put(row->argument);
		printf("\\fR");
	}
	putchar('\n');
	put(row->help);
	putchar('\n');
}

static void put_command(const struct command *command)
{
	size_t n;
	const struct option_row *rows = option_rows(&n);
	printf(".SS \"tracec %s ", command->name);
	put(command->usage);
	printf("\"\n");
	put(command->help);
	printf("\n");
	for (size_t i = 0; i < n; i++) {
		if (rows[i].groups & command->options)
			put_option(&rows[i]);
	}
}

static void print_tracec(void)
{
	title("tracec", 1);
	heading("NAME");
	printf("tracec \\- compiles tracing scripts into static executables\n");
	heading("SYNOPSIS");
	printf(".B tracec\n.I COMMAND\n[\\fIOPTION\\fR]... [\\fIARGUMENT\\fR]...\n");
	heading("DESCRIPTION");
	text("tracec compiles scripts in the language of bpftrace ahead of time. A script becomes a "
	     "CO-RE eBPF object, which is linked with a small runtime into one static executable; "
	     "that file runs on hosts that have nothing but a kernel. tracec-script(7) lists what a "
	     "script can say. What a built tool takes on its command line its own --help tells.");
	heading("COMMANDS");
	for (const struct command *c = commands; c->name; c++)
		put_command(c);
	heading("EXIT STATUS");
	item("0", "done");
	item("1", "the script is wrong");
	item("2", "the command line is wrong");
	item("3", "a program that tracec needs (clang, a linker) failed or is missing");
	heading("ENVIRONMENT");
	item("TRACEC_CLANG, TRACEC_BPFTOOL, TRACEC_CC, TRACEC_CROSS_CC",
	     "programs to use instead of those that are found");
	item("BPFTRACE_KEY", "sets a key of the config as --config does (tracec-script(7))");
	item("NO_COLOR", "messages are not coloured");
	heading("EXAMPLES");
	example("tracec build opens.bt -o opens\n"
		"tracec run -e 'tracepoint:syscalls:sys_enter_openat { @[comm] = count(); }'\n"
		"tracec bundle *.bt -o tools");
	heading("SEE ALSO");
	printf(".BR tracec\\-script (7),\n.BR bpf (2)\n");
}

/* -- tracec-script(7) -- */

static void put_probes(void)
{
	size_t n;
	const struct probe_kind *rows = probe_kind_rows(&n);
	heading("PROBES");
	text("A block runs when its probe does; in front of it stand one or more of these, with commas "
	     "between them.");
	for (size_t i = 0; i < n; i++)
		item(rows[i].syntax, rows[i].help);
}

static void put_probe_forms(void)
{
	size_t n;
	const struct topic_probe_form *rows = topic_probe_forms(&n);
	printf(".SS Several of them\n");
	for (size_t i = 0; i < n; i++)
		item(rows[i].form, rows[i].help);
}

static void put_types(void)
{
	size_t n;
	const struct type_name_row *names = type_name_rows(&n);
	heading("TYPES");
	for (size_t i = 0; i < n; i++) {
		if (names[i].help)
			item(names[i].name, names[i].help);
	}
	const struct type_form_row *forms = type_form_rows(&n);
	for (size_t i = 0; i < n; i++)
		item(forms[i].form, forms[i].help);
}

static void put_forms(const struct topic_form *forms, size_t n)
{
	for (size_t i = 0; i < n; i++)
		item(forms[i].form, forms[i].help);
}

static void put_builtins(void)
{
	size_t n;
	const struct builtin_row *rows = builtin_rows(&n);
	heading("BUILTINS");
	for (size_t i = 0; i < n; i++)
		item(rows[i].name, rows[i].help);
	const struct topic_form *shapes = topic_shapes(&n);
	put_forms(shapes, n);
}

static void put_statements(void)
{
	size_t n;
	const struct topic_form *rows = topic_statements(&n);
	heading("STATEMENTS");
	put_forms(rows, n);
}

static void put_functions(void)
{
	size_t n;
	const struct function_row *rows = function_rows(&n);
	heading("FUNCTIONS");
	for (size_t i = 0; i < n; i++) {
		item(rows[i].signature, rows[i].help);
		if (rows[i].flags & FUNCTION_UNSAFE)
			printf("(needs \\-\\-unsafe)\n");
	}
}

static void put_maps(void)
{
	size_t n;
	const struct map_kind *rows = map_kind_rows(&n);
	heading("MAPS");
	text("A map is made by its first use, or declared with its kind and number of entries.");
	for (size_t i = 0; i < n; i++) {
		char word[64];
		snprintf(word, sizeof(word), "let @m = %s(entries);", rows[i].name);
		item(word, rows[i].help);
	}
}

static void put_config(void)
{
	size_t n;
	const struct config_row *rows = config_rows(&n);
	heading("CONFIG");
	text("Set in config = { key = value; } at the head of a script, by --config key=value, or by the "
	     "environment variable BPFTRACE_KEY.");
	for (size_t i = 0; i < n; i++) {
		item(rows[i].name, rows[i].help);
		if (rows[i].default_text) {
			printf("(default: ");
			put(rows[i].default_text);
			printf(")\n");
		}
	}
}

static void print_script(void)
{
	title("tracec-script", 7);
	heading("NAME");
	printf("tracec\\-script \\- the language of tracing scripts\n");
	heading("DESCRIPTION");
	text("A script consists of probes with blocks. This one counts how often each program opens files:");
	example("tracepoint:syscalls:sys_enter_openat\n{\n\t@[comm] = count();\n}");
	paragraph(
		"Parameters are given when the tool runs: $1, $2 and so on, $# (their number), str($1), and named "
		"ones by getopt().");
	put_probes();
	put_probe_forms();
	put_builtins();
	put_functions();
	put_statements();
	put_types();
	put_maps();
	put_config();
	heading("SEE ALSO");
	printf(".BR tracec (1)\n");
}

static const struct {
	const char *name;
	void (*print)(void);
} pages[] = {
	{ "tracec", print_tracec },
	{ "tracec-script", print_script },
};

bool manual_print(const char *page)
{
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		if (strcmp(pages[i].name, page) != 0)
			continue;
		pages[i].print();
		return true;
	}
	return false;
}
