#!/usr/bin/env bash
# Settings that are wrong, as somebody at a shell meets them: one line that names the setting, says what is wrong and what
# would be right, and status 2; nothing is served.
. tests/support/command.sh
cp "$top/samples/hello/hello.orch" .
expect 0 '' "$ORCHC" hello.orch -o hello_svc

refused() { # refused LINE FLAG...: the whole line that it says
    local line=$1
    shift
    timeout 20 ./hello_svc "$@" >said 2>&1 </dev/null
    local status=$?
    [ $status -eq 2 ] && [ "$(cat said)" = "hello_svc: $line" ] && return
    printf "status %s, wanted 2: %s\nsaid:   %s\nwanted: %s\n" $status "$*" "$(cat said)" "hello_svc: $line"
    exit 1
}
as='as in 127.0.0.1:8080 or [::1]:8080, not'
for wrong in 127.0.0.1 127.0.0.1:http 127.0.0.1:99999 :: ''; do
    refused "--listen must be HOST:PORT, $as \"$wrong\"" --listen "$wrong"
    refused "--admin must be HOST:PORT or off, $as \"$wrong\"" --admin "$wrong"
done
refused '--listen needs a value: --listen HOST:PORT' --listen
refused 'unknown flag --lisen; did you mean --listen?' --lisen 127.0.0.1:0
refused 'unknown flag --frobnicate; --help lists them' --frobnicate 3
refused 'unexpected argument "extra"; --help lists the flags' extra
refused 'unexpected argument "-x"; --help lists the flags' -x
refused '--workers must be 1 to 64, not 0' --workers 0
refused '--workers must be a whole number, not "many"' --workers many
refused '--drain must be a time with its unit, as in 500ms, 10s or 5m, not "10"' --drain 10
refused '--log must be on or off, not "maybe"' --log maybe
refused '--set must be SERVICE.url=URL' --set greeter
refused '--set: unknown service "greter"; did you mean "greeter"?' --set greter.url=http://127.0.0.1:1
refused '--set greeter.url: the URL must begin with http:// or https://' --set greeter.url=127.0.0.1:1
refused '--set greeter.url: the URL has no host' --set greeter.url=http://
export ORCH_WORKERS=none
refused 'ORCH_WORKERS must be a whole number, not "none"'
unset ORCH_WORKERS
export GREETER_URL=nowhere
refused 'GREETER_URL: the URL must begin with http:// or https://'
unset GREETER_URL

# the same from a file, with the place
refused 'cannot read settings.json: No such file or directory' --config settings.json
refused "cannot read $PWD: Is a directory" --config "$PWD"
in_file() { # in_file TEXT LINE
    printf '%s\n' "$1" >settings.json
    refused "settings.json:$2" --config settings.json
}
in_file '' '2:1: is not valid JSON: it ends too early'
in_file '[]' '1:1: must be an object'
in_file '{"workers": 2' '2:1: is not valid JSON: it ends too early'
in_file '{"listne": "127.0.0.1:0"}' '1:2: unknown setting "listne"; did you mean "listen"?'
in_file '{
  "workers": 0}' '2:3: "workers" must be 1 to 64, not 0'

# what cannot be bound; an address that is another machine's
refused 'cannot listen on 192.0.2.1:80: Cannot assign requested address' --listen 192.0.2.1:80 --admin off

for text in --help --version --print-config; do
    expect 1 'hello_svc: cannot write to standard output: No space left' sh -c "exec ./hello_svc $text >/dev/full"
    says_lines 1
done

# what is right is just checked, on request
expect 0 '' ./hello_svc --listen 127.0.0.1:0 --check-config
