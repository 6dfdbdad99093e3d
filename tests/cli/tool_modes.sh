# --test and --bench run the probes that an ordinary run leaves alone.
# needs: root
tool t 'begin { @x = 5; }
test:adds { @x += 1; printf("x is %ld\n", @x); assert(@x == 6, "six"); }
test:fails { printf("before\n"); assert(@x == 2, "not two"); printf("behind\n"); }
test:exits { printf("no newline"); exit(3); }
bench:nothing { }
bench:counts { @c = count(); printf("not shown\n"); }
end { printf("the end\n"); }'
run ./t --test
expect_status 1
sed -E 's/\([0-9]+ (ns|us|ms|s)\)/(TIME)/' $out >times
mv times $out
expect_out '[==========] Running 3 tests.
[ RUN      ] adds
[       OK ] adds (TIME)
[ RUN      ] fails
before
[  FAILED  ] fails (TIME)
[ RUN      ] exits
no newline
[  FAILED  ] exits (TIME)
[==========] 3 tests ran.
[  PASSED  ] 1 test.
[  FAILED  ] 2 tests, listed below:
[  FAILED  ] fails
[  FAILED  ] exits
the end'
expect_err_like 'ERROR: assert failed: not two'

run ./t --mode test -f json
expect_status 1
expect_out_like '^\{"type": "test_result", "data": \{"adds": \{"duration": [0-9]+, "passed": true, "output": "x is 6\\n"\}\}\}$'
expect_out_like '^\{"type": "test_result", "data": \{"exits": \{"duration": [0-9]+, "passed": false, "output": "no newline"\}\}\}$'

run ./t --bench
expect_status 0
expect_out_like '^Benchmark {32}Time\(ns\) {7}Iterations$'
expect_out_like '^-{66}$'
expect_out_like '^nothing {34}[0-9]+ +[0-9]+$'
expect_out_like '^counts {35}[0-9]+ +[0-9]+$'
! grep -q 'not shown' $out || fail "the output of a benchmark is shown"

run ./t --mode bench -f json
expect_status 0
expect_out_like '^\{"type": "benchmark_result", "data": \{"nothing": \{"average": [0-9]+, "iters": [0-9]+\}\}\}$'

# An ordinary run has begin and end only.
run ./t
expect_status 0
expect_out 'the end


@x: 5'

run ./t --mode fast
expect_status 2
expect_err "t: --mode: 'fast' is no mode; there are 'test' and 'bench'"
tool n 'begin { printf("no\n"); }'
run ./n --test
expect_status 1
expect_err 'n: the script has no tests (test:NAME)'
