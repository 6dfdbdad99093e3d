# strftime() has every specifier of strftime(3) but for %k and %l, which with %f are parts of a second; time() has them all.
# needs: root
specifiers='%a %A %b %B %c %C %d %D %e %F %g %G %h %H %I %j %m %M %p %P %r %R %s %S %T %u %U %V %w %W %x %X %y %Y %z %Z %%'
# A value of the tai clock is taken as it is: the second 1000000000, and its parts.
tool fixed "begin {
	\$time = nsecs(tai);
	\$time = 1000000000123456789;
	print(strftime(\"$specifiers\", \$time));
	print(strftime(\"%f %k %l %%f %%k %H%%\", \$time));
	print(strftime(\"a%nb%tc\", \$time));
	\$time = 999999999;
	print(strftime(\"%Y\", \$time));
	\$time = 1000000000;
	print(strftime(\"%Y-%m-%d %H:%M:%S %f\", \$time));
	print((1, strftime(\"%Y\", 1h)));
	printf(\"[%6s] [%-6s]\\n\", strftime(\"%H\", \$time), strftime(\"%H\", \$time));
	@[strftime(\"%Y\", \$time)] = strftime(\"%d\", \$time);
}"
for zone in UTC Asia/Kolkata America/St_Johns; do
	TZ=$zone run ./fixed -q
	expect_status 0
	cp $out printed
	export TZ=$zone
	{
		date -d @1000000000 "+$specifiers"
		date -d @1000000000 '+123456 123456789 123 %%f %%k %H%%'
		printf 'a\nb\tc\n'
		echo '(?)'
		date -d @1 '+%Y-%m-%d %H:%M:%S 000000'
		printf '(1, %s)\n' "$(date +%Y)"
		printf '[%6s] [%-6s]\n' "$(date -d @1 +%H)" "$(date -d @1 +%H)"
		printf '\n\n@[%s]: %s\n' "$(date -d @1 +%Y)" "$(date -d @1 +%d)"
	} >expected
	unset TZ
	expect_same expected printed
done

tool clock 'begin { time("%Y-%m-%d %k %l|"); time(); time("%%H %f\n"); time("100 characters ..............................................................................\n"); }'
before=$(date '+%Y-%m-%d %k %l|')
run ./clock -q
expect_status 0
if [ "$(date '+%Y-%m-%d %k %l|')" = "$before" ]; then
	head -n 1 $out | grep -qE "^$(sed 's/[|]/[|]/' <<<"$before")[0-2][0-9]:[0-5][0-9]:[0-6][0-9]$" || fail "time()"
fi
expect_out_like '^%H %f$'
expect_out_like '^100 characters \.{78}$'
