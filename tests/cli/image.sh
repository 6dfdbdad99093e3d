# --oci: an image for containers that holds nothing but the tool, the same bytes each time.
# needs: root program:skopeo program:jq
printf 'begin { printf("hi\\n"); exit(); }\n' >hello.bt
run "$TRACEC" build hello.bt -o hello --oci image.tar
expect_status 0
expect_out ''
expect_err ''
run "$TRACEC" build hello.bt --oci again.tar
expect_status 0
expect_same image.tar again.tar
[ "$(tar tf image.tar | head -n 2 | tr '\n' ' ')" = 'oci-layout index.json ' ] || fail "no layout"

run skopeo inspect oci-archive:image.tar
expect_status 0
jq -e '.Os == "linux" and (.Layers | length) == 1' $out >/dev/null || fail "not what skopeo expects"
[ "$(jq -r .Architecture $out)" = "$(dpkg --print-architecture)" ] || fail "the architecture is wrong"
run skopeo inspect --config oci-archive:image.tar
expect_status 0
jq -e '.config.Entrypoint == ["/hello"]' $out >/dev/null || fail "the entry point is not the tool"

# skopeo checks all hashes when it copies.
run skopeo --insecure-policy copy oci-archive:image.tar dir:"$PWD/copy"
expect_status 0
layer=$(jq -r '.layers[0].digest | sub("sha256:"; "")' copy/manifest.json)
mkdir container
tar xf copy/$layer -C container
[ "$(ls container)" = hello ] || fail "there is more in it"
expect_same container/hello hello
run chroot container /hello --version
expect_status 0
expect_out_like '^hello, built by tracec'

run "$TRACEC" bundle hello.bt --oci bundle.tar
expect_status 0
run skopeo inspect --config oci-archive:bundle.tar
jq -e '.config.Entrypoint == ["/bundle"]' $out >/dev/null || fail "the bundle is not the entry point"

# A failed build leaves no image.
echo 'begin { nope(); }' >bad.bt
run "$TRACEC" build bad.bt --oci bad.tar
expect_status 1
expect_no_file bad.tar
run "$TRACEC" build hello.bt --oci no/such/directory.tar
expect_status 3
expect_err_lines 1
