# Prints JSON so that it can be read: objects and arrays down to the second level over several lines, what is
# deeper on one line each. Knows only strings and brackets, which is enough for sound JSON.
#   LC_ALL=C awk -f pretty.awk page.json
function newline() { printf "\n%*s", depth * 2, "" }
{
    for (i = 1; i <= length($0); i++) {
        c = substr($0, i, 1)
        if (text) {
            printf "%s", c
            if (c == "\\") printf "%s", substr($0, ++i, 1)
            else if (c == "\"") text = 0
        } else if (c == "\"") {
            printf "%s", c
            text = 1
        } else if (c == "{" || c == "[") {
            printf "%s", c
            empty = substr($0, i + 1, 1) ~ /[]}]/
            if (++depth <= 2 && !empty) newline()
        } else if (c == "}" || c == "]") {
            if (depth-- <= 2 && !empty) newline()
            empty = 0
            printf "%s", c
        } else if (c == ",") {
            printf depth <= 2 ? "," : ", "
            if (depth <= 2) newline()
        } else if (c == ":") {
            printf ": "
        } else if (c !~ /[ \t\r]/) {
            printf "%s", c
        }
    }
}
END { print "" }
