#include "elf_build_id.h"

#include <elf.h>
#include <gelf.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "elf_file.h"

static bool take(const Elf_Data *data, char text[RT_BUILD_ID_TEXT])
{
	GElf_Nhdr note;
	size_t name_at, id_at;
	for (size_t at = gelf_getnote((Elf_Data *)data, 0, &note, &name_at, &id_at); at > 0;
	     at = gelf_getnote((Elf_Data *)data, at, &note, &name_at, &id_at)) {
		const uint8_t *bytes = data->d_buf;
		if (note.n_type != NT_GNU_BUILD_ID || note.n_namesz != sizeof(ELF_NOTE_GNU) ||
		    memcmp(bytes + name_at, ELF_NOTE_GNU, sizeof(ELF_NOTE_GNU)) != 0)
			continue;
		for (size_t i = 0; i < note.n_descsz && 2 * i + 2 < RT_BUILD_ID_TEXT; i++)
			snprintf(text + 2 * i, 3, "%02x", bytes[id_at + i]);
		return true;
	}
	return false;
}

bool rt_elf_build_id(struct rt_elf *elf, char text[RT_BUILD_ID_TEXT])
{
	*text = 0;
	for (Elf_Scn *section = elf_nextscn(elf->elf, NULL); section;
	     section = elf_nextscn(elf->elf, section)) {
		GElf_Shdr header;
		if (!gelf_getshdr(section, &header) || header.sh_type != SHT_NOTE)
			continue;
		const Elf_Data *data = elf_getdata(section, NULL);
		if (data && take(data, text))
			return true;
	}
	return false;
}
