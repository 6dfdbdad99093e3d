# Imports: where they are looked for, what is refused, and that run notices a change of them.
# needs: root
mkdir -p project/lib elsewhere
cat >project/main.bt <<'END'
import "lib/say.bt";
import "lib";
begin { say("one"); exit(); }
END
echo 'macro say(text) { printf("%s\n", text) }' >project/lib/say.bt

# Relative to the script, wherever tracec is started.
run "$TRACEC" check project/main.bt
expect_status 0
expect_err ''
cd elsewhere
run "$TRACEC" check ../project/main.bt
expect_status 0
cd ..
run "$TRACEC" check "$PWD/project/main.bt"
expect_status 0

# The text of an option is where tracec is.
cd project
run "$TRACEC" check -e 'import "lib/say.bt"; begin { say("x"); }'
expect_status 0
cd ..
run "$TRACEC" check -e 'import "lib/say.bt"; begin { say("x"); }'
expect_status 1
expect_err_like '^-e:1:1: error: cannot import lib/say.bt: No such file or directory$'

# The cache of run knows what a script imports.
run "$TRACEC" run -q project/main.bt
expect_status 0
expect_out_like '^one$'
echo 'macro say(text) { printf("and %s\n", text) }' >project/lib/say.bt
run "$TRACEC" run -q project/main.bt
expect_status 0
expect_out_like '^and one$'

# A directory that everyone can write to, a file that nobody can read, a name of another kind.
chmod a+w project/lib
run "$TRACEC" check project/main.bt
expect_status 1
expect_err_like "^project/main.bt:2:1: error: cannot import the directory 'project/lib': everyone can write to it"
chmod o-w project/lib
printf 'import "lib/say.bt";\nbegin { say("x"); }\n' >project/main.bt
mkdir bin
cp "$TRACEC" bin/tracec
cp -r "$(dirname "$TRACEC")/../lib" lib
chmod -R a+rX . && chmod 0 project/lib/say.bt
run $as_nobody bin/tracec check project/main.bt
expect_status 1
expect_err_like 'cannot import project/lib/say.bt: Permission denied'
chmod 644 project/lib/say.bt

# An import of what is no text of a script.
printf 'import "lib/nul.bt";\nbegin { }\n' >project/main.bt
printf 'begin { \0 }' >project/lib/nul.bt
run "$TRACEC" check project/main.bt
expect_status 1
expect_err_like '^project/lib/nul.bt:1:9: error: NUL byte in the script$'
expect_err_like '^project/main.bt:1:1: note: imported from here$'
