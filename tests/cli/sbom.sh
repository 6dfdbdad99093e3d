# What a tool is made of: --info in words, --sbom as SPDX 2.3 JSON with all that the standard requires.
# needs: program:jq
cat >names.bt <<'EOF'
uprobe:./x:main
{
	@[ustack] = count();
}
EOF
printf 'begin { exit(); }\n' >plain.bt
for name in names plain; do
	run "$TRACEC" build $name.bt -o $name --no-warnings
	expect_status 0
	run $as_nobody env SOURCE_DATE_EPOCH=1700000000 ./$name --sbom
	expect_status 0
	expect_err ''
	cp $out $name.json
done

holds() {
	jq -e "$2" "$1.json" >result || fail "$1.json: not so: $2 ($(cat result))"
}
for name in names plain; do
	holds $name '.spdxVersion == "SPDX-2.3" and .dataLicense == "CC0-1.0" and .SPDXID == "SPDXRef-DOCUMENT"'
	holds $name '.name == "'$name'" and (.documentNamespace | test("^https://[^#]+$"))'
	holds $name '.creationInfo.created == "2023-11-14T22:13:20Z"'
	holds $name '.creationInfo.creators | all(test("^(Tool|Person|Organization): ."))'
	holds $name '[.packages[] | has("name") and has("SPDXID") and has("downloadLocation")] | all'
	holds $name '[.packages[] | .licenseConcluded | type == "string" and length > 0] | all'
	holds $name '[.files[] | has("fileName") and has("SPDXID") and (.checksums | length > 0)] | all'
	holds $name '[.. | .SPDXID? // empty] | all(test("^SPDXRef-[A-Za-z0-9.-]+$")) and length == (unique | length)'
	# Each relation joins things that are there.
	holds $name '([.. | .SPDXID? // empty]) as $ids | [.relationships[] | .spdxElementId, .relatedSpdxElement] | all(IN($ids[]))'
	holds $name '[.relationships[] | select(.relationshipType == "DESCRIBES")] | length == 1'
	holds $name '.files[0].checksums == [{algorithm: "SHA1", checksumValue: "'"$(sha1sum $name.bt | cut -d' ' -f1)"'"},
		{algorithm: "SHA256", checksumValue: "'"$(sha256sum $name.bt | cut -d' ' -f1)"'"}]'
	# What SPDX 2.3 requires, and the words that it knows.
	holds $name '[.packages[] | .downloadLocation | . == "NOASSERTION" or test("^https?://[^ ]+$")] | all'
	holds $name '[.packages[] | .filesAnalyzed == false and (has("packageVerificationCode") | not)] | all'
	holds $name '[.files[] | (.fileName | startswith("./")) and ([.checksums[].algorithm] | index("SHA1") != null)] | all'
	holds $name '[.relationships[].relationshipType] - ["DESCRIBES", "STATIC_LINK", "BUILD_TOOL_OF", "GENERATED_FROM"] == []'
	holds $name '[.packages[].externalRefs[]? | .referenceCategory == "PACKAGE-MANAGER" and .referenceType == "purl" and (.referenceLocator | test("^pkg:deb/debian/[a-z0-9.+-]+@[^:+ ]+$"))] | all'
	holds $name '[.packages[] | .licenseConcluded, .licenseDeclared] | unique - ["NOASSERTION", "Apache-2.0",
		"LGPL-2.1-only OR BSD-2-Clause", "LGPL-3.0-or-later OR GPL-2.0-or-later", "Zlib", "LGPL-2.0-or-later",
		"LGPL-2.1-or-later", "GPL-3.0-or-later WITH GCC-exception-3.1", "LicenseRef-public-domain"] == []'
	# A document has a name of its own: another time or another content is another document.
	run env SOURCE_DATE_EPOCH=1700000001 ./$name --sbom
	[ "$(jq .documentNamespace $out)" != "$(jq .documentNamespace $name.json)" ] || fail "two documents, one name"
	run env SOURCE_DATE_EPOCH=1700000000 ./$name --sbom
	expect_same $out $name.json
	# A licence that SPDX does not know has its text here.
	holds $name '([.packages[].licenseConcluded | select(startswith("LicenseRef"))] | unique) == ([.hasExtractedLicensingInfos[]?.licenseId] | unique)'
	for part in libbpf libelf zlib glibc libgcc tracec; do
		holds $name "[.packages[] | select(.name == \"$part\") | .versionInfo | length > 0] == [true]"
	done
done
# What is not in a tool is not in its bill.
holds names '[.packages[].name] | contains(["liblzma", "libiberty"])'
holds plain '[.packages[].name] | contains(["liblzma"]) or contains(["libiberty"]) | not'

# The versions are those of the packages.
package=libbpf-dev:$(dpkg --print-architecture)
if dpkg-query -W "$package" >/dev/null 2>&1; then
	version=$(dpkg-query -W -f '${Version}' "$package")
	holds plain '[.packages[] | select(.name == "libbpf") | .versionInfo] == ["'"$version"'"]'
	run ./plain --info
	grep -qF "$version" $out || fail "--info does not name libbpf's version"
fi
run ./plain --info
expect_out_like "sha256: $(sha256sum plain.bt | cut -d' ' -f1)"
expect_out_like '^begin \{ exit\(\); \}$'
for word in libbpf libelf zlib glibc libgcc clang bpftool gcc; do
	expect_out_like "^  $word +[0-9]"
done
! grep -q liblzma $out || fail "liblzma is not in this tool"
