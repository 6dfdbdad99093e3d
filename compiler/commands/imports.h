/*
 * The files that a script imports: .bt files become part of the script where the import stands,
 * paths of .h files are kept for the C section.
 */
#ifndef COMMANDS_IMPORTS_H
#define COMMANDS_IMPORTS_H

struct compilation;

/*
 * Needs: c->script, parsed without errors. Leaves: no IMPORT roots; the texts are in c->sources and
 * c->imports, the headers in c->script->headers. What cannot be imported is reported.
 */
void imports_load(struct compilation *c);

#endif
