#include "commands/command.h"

#include <stddef.h>
#include <string.h>

#include "commands/options.h"

const struct command commands[] = {
	{ "build", "SCRIPT.bt [-o OUT] [--oci FILE]", "compile a script into a static executable",
	  GROUP_SCRIPT | GROUP_OUTPUT | GROUP_BUILD | GROUP_CROSS | GROUP_IMAGE | GROUP_EMBED,
	  command_build },
	{ "bundle", "SCRIPT.bt... -o OUT", "compile many scripts into one executable",
	  GROUP_SCRIPT | GROUP_OUTPUT | GROUP_BUILD | GROUP_CROSS | GROUP_IMAGE | GROUP_EMBED,
	  command_bundle },
	{ "run", "SCRIPT.bt [ARGUMENT]...", "compile a script (cached) and run the tool",
	  GROUP_SCRIPT | GROUP_BUILD, command_run },
	{ "check", "SCRIPT.bt... [--target FILE]...",
	  "parse and type-check scripts, for several kernels too",
	  GROUP_SCRIPT | GROUP_CROSS | GROUP_REPORT, command_check },
	{ "emit", "SCRIPT.bt --STAGE [-o FILE]", "show what a stage makes of a script",
	  GROUP_SCRIPT | GROUP_OUTPUT | GROUP_BUILD | GROUP_CROSS | GROUP_EMIT, command_emit },
	{ "fmt", "SCRIPT.bt... [--check]",
	  "put scripts into the canonical layout ('-': stdin to stdout)", GROUP_FORMAT,
	  command_fmt },
	{ "list", "[PATTERN]...", "show the probes and types that a kernel or a binary has",
	  GROUP_TARGET | GROUP_LIST, command_list },
	{ "snapshot", "-o FILE [--kernel VMLINUZ]",
	  "record what the running kernel offers, or another one, as a target for builds",
	  GROUP_OUTPUT | GROUP_RECORD | GROUP_CROSS, command_snapshot },
	{ "verify", "TOOL [PARAMETER]... --kernel VMLINUZ",
	  "boot kernels in QEMU, load and attach a tool there", GROUP_VERIFY | GROUP_CROSS,
	  command_verify },
	{ "symbolize", "DIRECTORY... [FILE]...",
	  "name the functions in stacks of build ids (no FILE, '-': stdin), from directories of binaries",
	  GROUP_SYMBOLIZE, command_symbolize },
	{ "help", "[COMMAND | TOPIC]...", "explain a command, or a row of the language's tables",
	  GROUP_HELP | GROUP_DOCUMENT, command_help },
	{ NULL, NULL, NULL, 0, NULL },
};

const struct command *command_find(const char *name)
{
	for (const struct command *c = commands; c->name; c++) {
		if (strcmp(c->name, name) == 0)
			return c;
	}
	return NULL;
}
