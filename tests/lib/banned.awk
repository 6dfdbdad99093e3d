# Reports banned functions and constructs in C files. Comments and the insides
# of string and character literals are blanked first.

FNR == 1 { in_comment = 0; text = "" }

{
	code = strip($0)
	if (match(code, /(^|[^A-Za-z0-9_>.])(strcpy|strcat|strncpy|sprintf|vsprintf|strtok|gets|alloca|atoi|atol|atoll|atof)[ \t]*\(/))
		report("banned function: " called(substr(code, RSTART, RLENGTH)))
	if (match(code, /(^|[^A-Za-z0-9_])goto[ \t]+[A-Za-z_0-9]+/) &&
	    substr(code, RSTART, RLENGTH) !~ /goto[ \t]+out$/)
		report("goto other than to out:")
	if (code !~ /^[ \t]*#/)
		statement(code)
}

function report(message) {
	print FILENAME ":" FNR ": " message
}

function called(found) {
	gsub(/[^A-Za-z0-9_]/, "", found)
	return found
}

# Gathers the text up to the end of a statement, so that a line break hides nothing.
function statement(code) {
	text = text " " code
	if (code !~ /[;{}][ \t]*$/)
		return
	if (is_nested(text))
		report("nested ternary")
	if (assigns(text))
		report("assignment in a condition")
	text = ""
}

# Does a ternary stand inside a branch of another? Arguments of a call begin anew.
function is_nested(code, open, depth, base, from, k, i, c) {
	depth = 0
	base = 0
	for (i = 1; i <= length(code); i++) {
		c = substr(code, i, 1)
		if (c == "(" || c == "[" || c == "{") {
			open[++depth] = 0
			from[depth] = base
			if (substr(code, i - 1, 2) ~ /[A-Za-z0-9_]\(/)
				base = depth
		} else if (c == ")" || c == "]" || c == "}") {
			if (depth > 0)
				base = from[depth--]
		} else if (c == "," || c == ";") {
			open[depth] = 0
		} else if (c == "?") {
			for (k = base; k <= depth; k++)
				if (open[k])
					return 1
			open[depth] = 1
		}
	}
	return 0
}

# Is there an assignment in the parentheses behind an if or a while?
function assigns(code, depth, i, c) {
	while (match(code, /(^|[^A-Za-z0-9_])(if|while)[ \t]*\(/)) {
		code = substr(code, RSTART + RLENGTH)
		depth = 1
		for (i = 1; i <= length(code) && depth > 0; i++) {
			c = substr(code, i, 1)
			if (c == "(")
				depth++
			else if (c == ")")
				depth--
		}
		if (substr(code, 1, i - 1) ~ /[^=!<>]=[^=]/)
			return 1
	}
	return 0
}

function strip(line, out, i, n, c, two, quote) {
	if (!in_comment && line !~ /["'\/]/)
		return line
	out = ""
	quote = ""
	n = length(line)
	for (i = 1; i <= n; i++) {
		c = substr(line, i, 1)
		two = substr(line, i, 2)
		if (in_comment) {
			if (two == "*/") {
				in_comment = 0
				i++
			}
		} else if (quote != "") {
			if (c == "\\") {
				i++
			} else if (c == quote) {
				quote = ""
				out = out c
			}
		} else if (two == "//") {
			break
		} else if (two == "/*") {
			in_comment = 1
			i++
		} else {
			if (c == "\"" || c == "'")
				quote = c
			out = out c
		}
	}
	return out
}
