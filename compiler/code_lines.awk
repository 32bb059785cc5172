# The sections of docs/diagnostics.md as a table in C, line by line; see explain_code.h. The language of a fence is
# dropped, and what is in it is indented.
function quoted(s,   i, c, out) {
    for (i = 1; i <= length(s); i++) {
        c = substr(s, i, 1)
        out = out (c == "\"" || c == "\\" || c == "?" ? "\\" : "") c
    }
    return "\"" out "\""
}
function put(line) { printf "    {\"%s\", %s},\n", code, quoted(line) }

BEGIN { print "/* Made from docs/diagnostics.md. */\n#include \"compiler/explain_code.h\"\n\nconst struct code_line code_lines[] = {" }
/^##/ && !fenced { code = $2 ~ /^[EW][0-9][0-9][0-9][0-9]:$/ ? substr($2, 1, 5) : ""; sub(/^#+ /, ""); blanks = 0 }
code == "" { next }
/^```/ { fenced = !fenced; next }
/^$/ { blanks++; next }
{ for (; blanks > 0; blanks--) put(""); put((fenced ? "    " : "") $0) }
END { print "    {0, 0},\n};" }
