/* The file that has what was stripped from another one, where distributions put it. */
#ifndef RUNTIME_STUB_ELF_DEBUG_FILE_H
#define RUNTIME_STUB_ELF_DEBUG_FILE_H

struct rt_elf_image;

/* A descriptor of the file of the same build id below /usr/lib/debug; -1: there is none. */
int rt_debug_file_open(const struct rt_elf_image *image);

/* The same by .gnu_debuglink of the file at the path: beside it, in .debug beside it, below /usr/lib/debug. */
int rt_debug_link_open(const struct rt_elf_image *image, const char *path);

/*
 * The file that has the debug information that several have in common, as dwz makes it: by the build id in
 * .gnu_debugaltlink below /usr/lib/debug, else by its path, which may be relative to the image's file.
 */
int rt_supplement_open(const struct rt_elf_image *image);

/* The package of split debug information beside the image's file, NAME.dwp. */
int rt_package_open(const struct rt_elf_image *image);

#endif
