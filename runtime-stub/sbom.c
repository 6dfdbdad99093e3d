#include "sbom.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "about.h"
#include "hash.h"
#include "json.h"
#include "number.h"
#include "rt.h"
#include "text.h"

#define RUNTIME_ID "SPDXRef-runtime"
#define ROOT_ID    "SPDXRef-executable"

/* The document under construction. Objects in it are told apart by their index, which their ids end in. */
struct sbom {
	const struct abi_entry *of;
	const struct abi_tool *const *tools;
	uint32_t n_tools;
	const char *name;
	struct rt_text text;
};

static void put(struct sbom *s, const char *text)
{
	rt_text_add_string(&s->text, text);
}

static void put_string(struct sbom *s, const char *text)
{
	rt_json_string(&s->text, text, strlen(text));
}

/* "name": "value", with what stands before it. */
static void put_member(struct sbom *s, const char *before, const char *name, const char *value)
{
	put(s, before);
	rt_json_name(&s->text, name);
	put_string(s, value);
}

static void put_id(struct sbom *s, const char *kind, uint32_t index)
{
	put(s, "\"SPDXRef-");
	put(s, kind);
	rt_text_add_char(&s->text, '-');
	rt_text_add_unsigned(&s->text, index);
	put(s, "\"");
}

/* SOURCE_DATE_EPOCH is the time for those who want the same bytes twice. */
static time_t creation_time(void)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	uint64_t seconds;
	return epoch && !rt_number_parse(epoch, &seconds) ? (time_t)seconds : time(NULL);
}

/* A document of its own for each content and time: SPDX tells documents apart by their namespace alone. */
static void put_namespace(struct sbom *s, const struct rt_text *body, time_t created)
{
	uint64_t hash = rt_hash(RT_HASH_START, body->data, body->length);
	char text[64];
	hash = rt_hash(hash, &created, sizeof(created));
	put(s, ",\n  \"documentNamespace\": \"https://spdx.org/spdxdocs/tracec-");
	put(s, s->of->compiler_version);
	for (uint32_t i = 0; i < s->n_tools; i++) {
		rt_text_add_char(&s->text, '-');
		rt_text_add(&s->text, s->tools[i]->source_sha256, s->n_tools > 1 ? 8 : 64);
	}
	snprintf(text, sizeof(text), "-%016llx\"", (unsigned long long)hash);
	put(s, text);
}

static void put_head(struct sbom *s, const struct rt_text *body)
{
	char created[32];
	time_t now = creation_time();
	struct tm utc;
	if (!gmtime_r(&now, &utc) ||
	    !strftime(created, sizeof(created), "%Y-%m-%dT%H:%M:%SZ", &utc))
		return;
	put_member(s, "{\n  ", "spdxVersion", "SPDX-2.3");
	put_member(s, ",\n  ", "dataLicense", "CC0-1.0");
	put_member(s, ",\n  ", "SPDXID", "SPDXRef-DOCUMENT");
	put_member(s, ",\n  ", "name", s->name);
	put_namespace(s, body, now);
	put(s, ",\n  \"creationInfo\": {");
	put_member(s, "\n    ", "created", created);
	put(s, ",\n    \"creators\": [\"Tool: tracec-");
	put(s, s->of->compiler_version);
	put(s, "\"]\n  }");
}

/* The members that every package of SPDX has; what is particular follows. */
static void put_package(struct sbom *s, const char *name, const char *version, const char *license,
			const char *origin)
{
	put_member(s, ",\n      ", "name", name);
	if (version)
		put_member(s, ",\n      ", "versionInfo", version);
	put_member(s, ",\n      ", "downloadLocation", origin ? origin : "NOASSERTION");
	put(s, ",\n      \"filesAnalyzed\": false");
	put_member(s, ",\n      ", "licenseConcluded", license ? license : "NOASSERTION");
	put_member(s, ",\n      ", "licenseDeclared", license ? license : "NOASSERTION");
	put_member(s, ",\n      ", "copyrightText", "NOASSERTION");
}

/* By which scanners know a package of Debian. */
static void put_purl(struct sbom *s, const struct abi_part *part)
{
	if (!part->package_version)
		return;
	put(s, ",\n      \"externalRefs\": [{\"referenceCategory\": \"PACKAGE-MANAGER\", "
	       "\"referenceType\": \"purl\", \"referenceLocator\": \"pkg:deb/debian/");
	put(s, part->package);
	rt_text_add_char(&s->text, '@');
	for (const char *c = part->package_version; *c; c++) {
		if (*c == ':')
			put(s, "%3A");
		else if (*c == '+')
			put(s, "%2B");
		else
			rt_text_add_char(&s->text, *c);
	}
	put(s, "\"}]");
}

static void put_part(struct sbom *s, uint32_t index)
{
	const struct abi_part *part = &s->of->parts[index];
	put(s, ",\n    {\n      \"SPDXID\": ");
	put_id(s, "part", index);
	put_package(s, part->name, part->package_version ? part->package_version : part->version,
		    part->license, part->origin);
	put_purl(s, part);
	put(s, "\n    }");
}

static bool is_listed(const struct abi_part *part)
{
	return !part->license || rt_about_has_part(part);
}

static void put_packages(struct sbom *s)
{
	put(s, ",\n  \"packages\": [\n    {\n      \"SPDXID\": \"" ROOT_ID "\"");
	put_package(s, s->name,
		    s->n_tools == 1 ? s->tools[0]->source_sha256 : s->of->compiler_version, NULL,
		    NULL);
	put_member(s, ",\n      ", "primaryPackagePurpose", "APPLICATION");
	put(s, "\n    },\n    {\n      \"SPDXID\": \"" RUNTIME_ID "\"");
	put_package(s, "tracec", s->of->compiler_version, "Apache-2.0", NULL);
	put(s, "\n    }");
	for (uint32_t i = 0; i < s->of->n_parts; i++)
		if (is_listed(&s->of->parts[i]))
			put_part(s, i);
	put(s, "\n  ]");
}

static void put_file(struct sbom *s, uint32_t index)
{
	const struct abi_tool *t = s->tools[index];
	char *path = NULL;
	if (asprintf(&path, "./%s", t->script_name) < 0)
		path = NULL;
	put(s, index ? ",\n    {\n      \"SPDXID\": " : "\n    {\n      \"SPDXID\": ");
	put_id(s, "script", index);
	put_member(s, ",\n      ", "fileName", path ? path : t->script_name);
	free(path);
	/* SPDX wants SHA-1 of each file, whatever else is there. */
	put(s,
	    ",\n      \"fileTypes\": [\"SOURCE\"],\n      \"checksums\": [{\"algorithm\": \"SHA1\", ");
	put_member(s, "", "checksumValue", t->source_sha1);
	put(s, "}, {\"algorithm\": \"SHA256\", ");
	put_member(s, "", "checksumValue", t->source_sha256);
	put(s, "}]");
	put_member(s, ",\n      ", "licenseConcluded", "NOASSERTION");
	put_member(s, ",\n      ", "copyrightText", "NOASSERTION");
	put(s, "\n    }");
}

static void put_files(struct sbom *s)
{
	put(s, ",\n  \"files\": [");
	for (uint32_t i = 0; i < s->n_tools; i++)
		put_file(s, i);
	put(s, "\n  ]");
}

static void put_relation(struct sbom *s, const char *from, const char *relation)
{
	put_member(s, ",\n    {", "spdxElementId", from);
	put_member(s, ", ", "relationshipType", relation);
	put(s, ", \"relatedSpdxElement\": ");
}

static void put_relations(struct sbom *s)
{
	put(s, ",\n  \"relationships\": [\n    {\"spdxElementId\": \"SPDXRef-DOCUMENT\", "
	       "\"relationshipType\": \"DESCRIBES\", \"relatedSpdxElement\": \"" ROOT_ID "\"}");
	put_relation(s, ROOT_ID, "STATIC_LINK");
	put(s, "\"" RUNTIME_ID "\"}");
	for (uint32_t i = 0; i < s->of->n_parts; i++) {
		const struct abi_part *part = &s->of->parts[i];
		if (!is_listed(part))
			continue;
		if (part->license) {
			put_relation(s, ROOT_ID, "STATIC_LINK");
			put_id(s, "part", i);
		} else {
			put(s, ",\n    {\"spdxElementId\": ");
			put_id(s, "part", i);
			put(s, ", \"relationshipType\": \"BUILD_TOOL_OF\", "
			       "\"relatedSpdxElement\": \"" ROOT_ID "\"");
		}
		put(s, "}");
	}
	for (uint32_t i = 0; i < s->n_tools; i++) {
		put_relation(s, ROOT_ID, "GENERATED_FROM");
		put_id(s, "script", i);
		put(s, "}");
	}
	put(s, "\n  ]");
}

/* Licences that SPDX has no name for. */
static void put_licenses(struct sbom *s)
{
	for (uint32_t i = 0; i < s->of->n_parts; i++) {
		const struct abi_part *part = &s->of->parts[i];
		if (!part->license || !is_listed(part) ||
		    strcmp(part->license, "LicenseRef-public-domain") != 0)
			continue;
		put_member(s, ",\n  \"hasExtractedLicensingInfos\": [{", "licenseId",
			   part->license);
		put_member(s, ", ", "extractedText",
			   "This file has been put into the public domain.");
		put(s, "}]");
		return;
	}
}

static void print(struct sbom *s)
{
	struct rt_text body;
	put_packages(s);
	put_files(s);
	put_relations(s);
	put_licenses(s);
	put(s, "\n}\n");
	body = s->text;
	s->text = (struct rt_text){ 0 };
	put_head(s, &body);
	fwrite(s->text.data, 1, s->text.length, stdout);
	fwrite(body.data, 1, body.length, stdout);
	rt_text_release(&s->text);
	rt_text_release(&body);
}

void rt_sbom_print(const struct rt *rt)
{
	struct sbom s = {
		.of = rt->entry, .tools = &rt->tool, .n_tools = 1, .name = rt->tool->name
	};
	print(&s);
}

void rt_sbom_print_bundle(const struct abi_entry *of)
{
	struct sbom s = { .of = of, .tools = of->tools, .n_tools = of->n_tools, .name = of->name };
	print(&s);
}
