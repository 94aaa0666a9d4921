#!/usr/bin/env bash
# Points Codex on this machine at your company's codex-proxy: macOS and Linux, bash 3.2 and later.
# shellcheck disable=SC2016  # awk programs are full of dollars that are not the shell's
if [ -z "${BASH_VERSION:-}" ]; then
  echo "setup.sh needs bash: run it as \`bash setup.sh\`, or pipe it into \`bash\`." >&2
  exit 1
fi
set -euo pipefail
# Bytes, not letters: what stands in a configuration must come out as it went in.
export LC_ALL=C
umask 077

# An administrator who hands this file out may write the address in here.
# The setup site of a deployment puts its proxy's address here.
default_url="__CODEX_PROXY_URL__"
case $default_url in __*) default_url="" ;; esac

usage_text='Usage: bash setup.sh --url https://proxy.example.com [options]

Points Codex (terminal and IDE) at your company'"'"'s codex-proxy. Asks for your proxy token.

  --url URL           the address of the proxy (or CODEX_PROXY_URL)
  --token-file FILE   read the token from a file, - for standard input (or CODEX_PROXY_TOKEN)
  --openai-env        also set OPENAI_BASE_URL and OPENAI_API_KEY in your shell, for other OpenAI tools
  --no-check          do not ask the proxy whether it knows the token
  --dry-run           show what would change; write nothing, call nothing
  --print-config      print the configuration for Codex, without a token
  --usage [FROM [TO]] what you have used this month, or from day to day (2026-11-01)
  --uninstall         put everything back as it was
  --help              this text'

main() {
  local url="${CODEX_PROXY_URL:-}" action=install token_file="" openai_env=no live_check=yes from="" to=""
  while [ $# -gt 0 ]; do
    case $1 in
    --url | --token-file)
      [ $# -ge 2 ] || wrong_usage "$1 needs a value"
      if [ "$1" = --url ]; then url=$2; else token_file=$2; fi
      shift
      ;;
    --openai-env) openai_env=yes ;;
    --no-check) live_check=no ;;
    --dry-run) action=dry_run ;;
    --print-config) action=print_config ;;
    --uninstall) action=uninstall ;;
    --usage)
      action=usage
      if [ $# -ge 2 ] && is_day "$2"; then from=$2 && shift; fi
      if [ $# -ge 2 ] && is_day "$2"; then to=$2 && shift; fi
      ;;
    --help | -h)
      printf '%s\n' "$usage_text"
      return 0
      ;;
    # Not repeated: it may be a token that somebody took for an argument.
    *) wrong_usage "there is an argument that this script does not know; a token is never an argument" ;;
    esac
    shift
  done

  [ -n "${CODEX_HOME:-}${HOME:-}" ] || fail "HOME is not set, so there is no telling where Codex looks"
  codex_home=${CODEX_HOME:-$HOME/.codex}
  config=$(resolve_link "$codex_home/config.toml")
  backup=$config.before-codex-proxy
  base_url=""
  token=""
  # What a run begins and can't put in its place is no longer there when it ends, for there is a token in it.
  new=""
  copy=""
  trap remove_unfinished EXIT
  case $action in install | dry_run | uninstall) check_files ;; esac
  case $action in
  uninstall) uninstall ;;
  usage) show_usage "$url" "$token_file" "$from" "$to" ;;
  print_config)
    read_url "$url"
    printf 'model_provider = "codexproxy"\n\n%s\n' "$(provider_table '<your proxy token>')"
    ;;
  dry_run)
    read_url "$url"
    token="codexproxy_(your token)"
    dry_run "$openai_env"
    ;;
  install)
    read_url "$url"
    read_token "$token_file"
    [ "$live_check" = no ] || ask_proxy
    install "$openai_env"
    ;;
  esac
}

# --- Words ---

say() { printf '%s\n' "$*"; }

fail() {
  printf 'setup: %s\n' "$(sentence "$1")" >&2
  exit 1
}

# What ends in a question mark needs no full stop.
sentence() {
  case $1 in *[?!]) say "$1" ;; *) say "$1." ;; esac
}

cannot_write() {
  fail "$1 can't be written, so it was left as it is: see that it is yours and that there is room for it, then run this again"
}

wrong_usage() {
  printf 'setup: %s; see --help.\n' "$1" >&2
  exit 2
}

# --- The address ---

read_url() {
  local url=$1
  [ -n "$url" ] || url=$(configured base_url)
  [ -n "$url" ] || url=$default_url
  [ -n "$url" ] || wrong_usage "where is the proxy? give --url https://…"
  base_url=$(base_url_of "$url") || fail "the address must look like https://proxy.example.com, without a user, query or quotes; http only for this machine itself"
}

# The address as Codex wants it: ending in /v1, with no slash behind it.
base_url_of() {
  local url=$1 https='^https://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~/-]*)?$'
  local http='^http://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]+)?(/[A-Za-z0-9._~/-]*)?$'
  [[ $url =~ $https || $url =~ $http ]] || return 1
  while [ "${url%/}" != "$url" ]; do url=${url%/}; done
  printf '%s/v1' "${url%/v1}"
}

# A value of the provider that an earlier run wrote; nothing where there is none.
configured() {
  if [ ! -f "$config" ] || [ ! -r "$config" ]; then return 0; fi
  awk -v key="$1" '
    /^\[/ { ours = ($0 ~ /^\[model_providers\.codexproxy\]/) }
    ours && index($0, key " = \"") == 1 { split($0, part, "\""); print part[2]; exit }' "$config"
}

# --- The token ---

read_token() {
  local problem
  if [ "$1" = - ]; then
    token=$(cat)
  elif [ -n "$1" ]; then
    token=$(cat "$1" 2>/dev/null) || fail "the token's file $1 can't be read: name a file that is there and yours to read"
  elif [ -n "${CODEX_PROXY_TOKEN:-}" ]; then
    token=$CODEX_PROXY_TOKEN
  else
    ask_token
  fi
  token=$(trimmed "$token")
  problem=$(token_problem "$token")
  [ -z "$problem" ] || fail "$problem"
}

# The script itself may be on standard input, so the terminal is asked by its name.
ask_token() {
  local rest
  { : </dev/tty; } 2>/dev/null || fail "there is no terminal to ask for the token: use --token-file or CODEX_PROXY_TOKEN"
  printf 'Your proxy token (it is not shown): ' >/dev/tty
  trap 'stty echo </dev/tty; exit 130' INT TERM
  IFS= read -rs token </dev/tty || true
  # What was pasted behind a line break must not become the next command of the shell.
  [ -z "$(token_problem "$(trimmed "$token")")" ] || IFS= read -rs -t 1 -d '' rest </dev/tty || true
  trap - INT TERM
  printf '\n' >/dev/tty
}

trimmed() {
  local text=$1
  text=${text#"${text%%[![:space:]]*}"}
  printf '%s' "${text%"${text##*[![:space:]]}"}"
}

# What is wrong with a token, as far as that can be told without asking anybody; nothing of it is ever repeated.
token_problem() {
  local text=$1 shape='^codexproxy_[0-9A-Za-z]{46}$'
  case $text in
  "") say "no token came" ;;
  sk-* | [\"\']sk-*) say "that is an OpenAI key, not a proxy token; it was not sent anywhere. If it was pasted anywhere else, revoke it" ;;
  [\"\']* | *[\"\']) say "there are quotes round the token: leave them out" ;;
  *[[:space:]]*) say "there is a space or a line break in the token: copy it again, in one piece" ;;
  codexproxy_*)
    if [ ${#text} -ne 57 ]; then
      say "the token has ${#text} characters instead of 57: copy it again, from its first letter to its last"
    elif ! [[ $text =~ $shape ]]; then
      say "there is a character in the token that does not belong there: copy it again"
    elif [ "$(checksum "${text:0:51}")" != "${text:51}" ]; then
      say "the token is mistyped: its checksum does not agree. Copy it again"
    fi
    ;;
  *) say "that is no proxy token: one begins with codexproxy_" ;;
  esac
}

# Six base62 characters of CRC-32: https://www.rfc-editor.org/rfc/rfc1952#section-8
checksum() {
  local text=$1 crc=$((0xFFFFFFFF)) code i bit sum=""
  local alphabet=0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz
  for ((i = 0; i < ${#text}; i++)); do
    printf -v code '%d' "'${text:i:1}"
    crc=$((crc ^ code))
    for ((bit = 0; bit < 8; bit++)); do
      crc=$(((crc >> 1) ^ (crc & 1 ? 0xEDB88320 : 0)))
    done
  done
  crc=$((crc ^ 0xFFFFFFFF))
  for ((i = 0; i < 6; i++)); do
    sum=${alphabet:crc%62:1}$sum
    crc=$((crc / 62))
  done
  printf '%s' "$sum"
}

# --- The proxy ---

# Asks it for the list of models: the whole way to OpenAI and back, and nothing that costs anything.
ask_proxy() {
  call_proxy "$base_url/models"
  local problem
  problem=$(answer_problem "$answer_status" "$answer_is_ours" "$answer_body")
  [ -z "$problem" ] || fail "$(sentence "$problem") Nothing was changed"
  say "The proxy knows your token, and OpenAI answers."
}

# Sets answer_status, answer_is_ours and answer_body. The token goes in by standard input: arguments can be seen by others.
call_proxy() {
  local answer code=0
  command -v curl >/dev/null || fail "curl is needed to ask the proxy; install it, or use --no-check"
  answer=$(printf 'header = "Authorization: Bearer %s"\n' "$token" |
    curl -q --silent --include --config - --max-time 30 --connect-timeout 10 "$1" | tr -d '\000\r') || code=$?
  [ $code -eq 0 ] || fail "$(sentence "$(curl_problem $code)") Nothing was changed"
  # A proxy on the way may have put the head of its own answer before the other.
  while [[ $answer == HTTP/*$'\n\n'HTTP/* ]]; do answer=${answer#*$'\n\n'}; done
  answer_status=${answer#HTTP/* }
  answer_status=${answer_status:0:3}
  answer_body=${answer#*$'\n\n'}
  answer_is_ours=no
  if printf '%s' "${answer%%$'\n\n'*}" | grep -qi '^x-codex-proxy-request-id:'; then answer_is_ours=yes; fi
}

# https://curl.se/libcurl/c/libcurl-errors.html
curl_problem() {
  case $1 in
  5 | 6) say "the name in $base_url is not known: is the address right, and the network or VPN on?" ;;
  7) say "nobody answers at $base_url: is the address right, and the network or VPN on?" ;;
  28) say "$base_url did not answer in time: is the network or VPN on?" ;;
  35 | 51 | 58 | 60 | 77) say "the certificate of $base_url is not trusted here: does your company inspect TLS?" ;;
  *) say "$base_url could not be asked (curl error $1)" ;;
  esac
}

# What is wrong with an answer; nothing where all is well.
answer_problem() {
  local status=$1 is_ours=$2 body=$3 message
  if [ "$is_ours" = no ]; then
    say "status $status came back, but not from codex-proxy: something else answers at $base_url, such as a sign-in page, a firewall or AWS itself"
    return
  fi
  [ "$status" != 200 ] || return 0
  message=$(printf '%s' "$body" | tr -d '\001-\037\177' | awk '{
    if (match($0, /"message": *"([^"\\]|\\.)*"/)) {
      text = substr($0, RSTART, RLENGTH); sub(/^"message": *"/, "", text); sub(/"$/, "", text); gsub(/\\"/, "\"", text); print text
    } }')
  message=${message:-it gave no reason}
  message=${message%.}
  case $status in
  401 | 403) say "the proxy does not let you in: $message" ;;
  *) say "the proxy is there, but something behind it fails (status $status): $message" ;;
  esac
}

# --- Codex's configuration ---

provider_table() {
  printf '[model_providers.codexproxy]\nname = "Codex Proxy"\nbase_url = "%s"\nwire_api = "responses"\nexperimental_bearer_token = "%s"' "$base_url" "$1"
}

# Reads a config.toml and writes it as it shall be. EDIT is `install`, or `strip`, which undoes an earlier `install` to
# the byte. What is replaced stays in the file as a comment, so that whatever else changes meanwhile is not undone.
edit_config() {
  EDIT=$1 HAS_END=$(has_end "$2") TABLE=$(provider_table "$token") awk "$config_program" "$2"
}

config_program='
# Follows strings and brackets, so that a line inside a value is never taken for a key or the head of a table.
function scan(text,    i, c, three) {
  for (i = 1; i <= length(text); i++) {
    c = substr(text, i, 1); three = substr(text, i, 3)
    if (quote == "") {
      if (c == "#") return
      if (three == "\"\"\"" || three == "\047\047\047") { quote = three; i += 2 }
      else if (c == "\"" || c == "\047") quote = c
      else if (c == "[" || c == "{") depth++
      else if (c == "]" || c == "}") depth--
    } else if (c == "\\" && substr(quote, 1, 1) == "\"") i++
    else if (length(quote) == 3 && three == quote) { quote = ""; i += 2 }
    else if (c == quote) quote = ""
  }
  if (length(quote) == 1) quote = ""
}
# The name of the table that a line begins; nothing where it begins none.
function head_of(text) {
  if (text !~ /^[ \t]*\[/) return ""
  sub(/^[ \t]*\[/, "", text); sub(/\][^\]]*$/, "", text)
  gsub(/[ \t"\047]/, "", text)
  return text
}
function key_of(text) {
  if (text !~ /=/ || text ~ /^[ \t]*#/) return ""
  sub(/[ \t]*=.*/, "", text)
  gsub(/[ \t"\047]/, "", text)
  return text
}
function is_value(text) { return text !~ /^[ \t]*(#.*)?$/ }
function put(text) { out[++count] = text }
# Undoes an earlier install.
function strip(    i, raw, text, open, head, ours, begun, at) {
  for (i = 1; i <= lines; i++) {
    raw = line[i]; text = raw; sub(/\r$/, "", text)
    open = (quote != "" || depth > 0)
    if (index(text, replaced) == 1) { raw = substr(raw, length(replaced) + 1); put(raw); sub(/\r$/, "", raw); if (open || head_of(raw) == "") scan(raw); continue }
    if (!open && text == ours_line) continue
    if (!open && index(text, begin) == 1) { begun = 1; at = count; torn = (text == begin torn_mark); continue }
    head = open ? "" : head_of(text)
    if (head != "") ours = (begun && head == "model_providers.codexproxy")
    if (head != "") begun = 0
    if (ours && head != "") continue
    if (head == "") scan(text)
    if (!ours || (!open && !is_value(text))) { put(raw); continue }
    if (open || key_of(text) !~ /^(name|base_url|wire_api|experimental_bearer_token)$/) extras = extras "\n" text
  }
  if (torn && count == at) { has_end = 0; if (cr != "") sub(/\r$/, "", out[count]) }
}
function install(    i, raw, text, open, head, key, table, ours, theirs, done, torn_now, n, parts) {
  for (i = 1; i <= count; i++) { line[i] = out[i] }
  lines = count; count = 0; quote = ""; depth = 0; table = ""
  for (i = 1; i <= lines; i++) {
    text = line[i]; sub(/\r$/, "", text)
    open = (quote != "" || depth > 0)
    head = open ? "" : head_of(text)
    if (head != "") table = head
    else scan(text)
    key = (open || head != "") ? "" : key_of(text)
    if ((table == "" && key ~ /^model_providers(\.codexproxy(\..*)?)?$/) || (table == "model_providers" && key ~ /^codexproxy(\.|$)/)) { print i > "/dev/stderr"; exit 3 }
    ours = (table == "model_providers.codexproxy" || table == "model_providers.codexproxy.auth")
    # A value may go on over further lines, which are replaced with it.
    if (!open) theirs = (table == "" && key == "model_provider")
    if (theirs && !open) { put(ours_line cr); done = 1 }
    if (theirs || (ours && (open || head != "" || is_value(text)))) put(replaced line[i])
    else put(line[i])
  }
  if (!done) { for (i = count; i >= 1; i--) out[i + 1] = out[i]; out[1] = ours_line cr; count++ }
  torn_now = (lines > 0 && !has_end)
  if (torn_now) out[count] = out[count] cr
  put(begin (torn_now ? torn_mark : "") cr)
  n = split(ENVIRON["TABLE"] extras, parts, "\n")
  for (i = 1; i <= n; i++) put(parts[i] cr)
  has_end = 1
}
BEGIN {
  bom = "\357\273\277"
  ours_line = "model_provider = \"codexproxy\" # set by codex-proxy setup"
  replaced = "# codex-proxy setup replaced: "
  begin = "# codex-proxy setup added this table; setup --uninstall takes it out"
  torn_mark = " (the line before had no end)"
}
{ line[NR] = $0 }
END {
  lines = NR; has_end = ENVIRON["HAS_END"] + 0
  if (substr(line[1], 1, 3) == bom) { mark = bom; line[1] = substr(line[1], 4) }
  if (lines == 1 && line[1] == "" && !has_end) lines = 0
  cr = (line[1] ~ /\r$/) ? "\r" : ""
  strip()
  if (ENVIRON["EDIT"] == "install") install()
  printf "%s", mark
  for (i = 1; i <= count; i++) printf "%s%s", out[i], (i < count || has_end ? "\n" : "")
}'

install() {
  local why
  [ "$1" = no ] || check_openai_env
  make_folder "$codex_home"
  new=$(new_beside "$config")
  plan_config "$new"
  if [ -e "$config" ] && cmp -s "$config" "$new"; then
    rm -f "$new"
    chmod 600 "$config"
    say "Codex is set up already: $config did not change."
  else
    if [ -e "$config" ] && ! grep -q 'codex-proxy setup' "$config"; then
      copy=$(new_beside "$backup")
      cp -p "$config" "$copy" 2>/dev/null || cannot_write "$backup"
      put_in_place "$copy" "$backup"
      say "Your old configuration is kept in $backup."
    fi
    put_in_place "$new" "$config"
    say "Codex is set up: $config names the proxy, and only you can read it."
  fi
  [ "$1" = no ] || write_openai_env
  why=$(overruled_by)
  [ -z "$why" ] || say "But $why names another provider, which wins: take that out."
  say ""
  say "Start Codex as ever, in a terminal or an IDE (restart the IDE once)."
  say "Recorded under your name: every request and answer of Codex, with its tokens and cost. Your administrators"
  say "can read them. Nothing else on this machine is looked at. What you have used: bash setup.sh --usage"
}

plan_config() {
  local at=0 line
  line=$(edit_config install "$(existing "$config")" 2>&1 >"$1") || at=$?
  [ $at -eq 0 ] && return
  [ $at -ne 3 ] || fail "$config defines model_providers.codexproxy in line $line in a way that this script does not edit: take that out, or use --print-config"
  cannot_edit
}

cannot_edit() {
  fail "$config could not be edited, so it was left as it is: see that there is room on the disk, then run this again"
}

dry_run() {
  new=$(new_beside "${TMPDIR:-/tmp}/codex-proxy")
  plan_config "$new"
  say "$config would change so:"
  # Credentials that stand there already are not for the screen.
  { diff -u "$(existing "$config")" "$new" || true; } |
    tail -n +3 | sed 's/codexproxy_[0-9A-Za-z]\{8,\}/codexproxy_…/g; s/sk-[0-9A-Za-z_-]\{8,\}/sk-…/g'
  [ "$1" = no ] || say "$(profile_of) would set OPENAI_BASE_URL and OPENAI_API_KEY."
}

# Layers above the user's file: facts of Codex's loader.
overruled_by() {
  local managed=/etc/codex/managed_config.toml
  grep -qs '^model_provider *=' "$managed" || return 0
  grep -q '^model_provider *= *"codexproxy"' "$managed" || say "$managed"
}

uninstall() {
  local changed=no
  if [ -e "$config" ] && grep -q 'codex-proxy setup' "$config"; then
    new=$(new_beside "$config")
    base_url="" edit_config strip "$config" >"$new" 2>/dev/null || cannot_edit
    if [ -e "$backup" ] && cmp -s "$backup" "$new"; then
      rm -f "$new"
      put_in_place "$backup" "$config"
    elif [ ! -s "$new" ] && [ ! -e "$backup" ]; then
      rm -f "$new" "$config"
    else
      put_in_place "$new" "$config"
      [ ! -e "$backup" ] || say "The configuration from before is still in $backup."
    fi
    say "$config is as it was before."
    changed=yes
  fi
  remove_openai_env
  [ $changed = yes ] || say "There is nothing of this script here."
}

# --- Other OpenAI tools ---

# What could stand in their way, before anything is written.
check_openai_env() {
  local profile
  profile=$(profile_of)
  [ -n "$profile" ] || fail "the shell ${SHELL:-(none)} is not known here: leave out --openai-env, and set OPENAI_BASE_URL and OPENAI_API_KEY yourself"
  quoted "$codex_home" >/dev/null
  profile=$(resolve_link "$profile")
  check_file "$profile"
  [ ! -e "$profile" ] || [ -w "$profile" ] || cannot_write "$profile"
  make_folder "$(dirname "$profile")"
}

# The profile only reads a file that is yours alone: profiles end up in repositories of dotfiles.
write_openai_env() {
  local profile
  profile=$(profile_of)
  new=$(new_beside "$codex_home/codex-proxy.env")
  case $profile in
  *.fish) printf 'set -gx OPENAI_BASE_URL "%s"\nset -gx OPENAI_API_KEY "%s"\n' "$base_url" "$token" ;;
  *) printf 'export OPENAI_BASE_URL="%s"\nexport OPENAI_API_KEY="%s"\n' "$base_url" "$token" ;;
  esac >"$new" 2>/dev/null || cannot_write "$codex_home/codex-proxy.env"
  put_in_place "$new" "$codex_home/codex-proxy.env"
  edit_profile "$profile" install
  say "$profile sets OPENAI_BASE_URL and OPENAI_API_KEY in new terminals."
}

profile_of() {
  case ${SHELL##*/} in
  bash) if [ "$(uname)" = Darwin ]; then say "$HOME/.bash_profile"; else say "$HOME/.bashrc"; fi ;;
  zsh) say "${ZDOTDIR:-$HOME}/.zshrc" ;;
  fish) say "${XDG_CONFIG_HOME:-$HOME/.config}/fish/conf.d/codex-proxy.fish" ;;
  esac
}

# Sets changed where there was something. Not a condition, in which `set -e` would go on after what failed.
remove_openai_env() {
  local profile
  for profile in "$HOME/.bashrc" "$HOME/.bash_profile" "${ZDOTDIR:-$HOME}/.zshrc" "${XDG_CONFIG_HOME:-$HOME/.config}/fish/conf.d/codex-proxy.fish"; do
    profile=$(resolve_link "$profile")
    grep -qs 'codex-proxy setup' "$profile" || continue
    edit_profile "$profile" strip
    say "$profile is as it was before."
    changed=yes
  done
  rm -f "$codex_home/codex-proxy.env"
}

# One line, found again by what stands at its end.
edit_profile() {
  local profile line file old=/dev/null
  profile=$(resolve_link "$1")
  make_folder "$(dirname "$profile")"
  file=$(quoted "$codex_home/codex-proxy.env")
  line="[ ! -r $file ] || . $file # codex-proxy setup"
  case $profile in *.fish) line="test -r $file; and source $file # codex-proxy setup" ;; esac
  new=$(new_beside "$profile")
  if [ -e "$profile" ]; then
    # For its mode, which stays when the text is replaced.
    cp -p "$profile" "$new" 2>/dev/null || cannot_write "$profile"
    old=$profile
  fi
  { EDIT=$2 LINE=$line HAS_END=$(has_end "$old") awk '
    { text = $0; if (text ~ /# codex-proxy setup( \(torn\))?$/) { was_torn = (text ~ /\(torn\)$/); was_last = 1; next }
      was_last = 0; out[++count] = text }
    END {
      has_end = ENVIRON["HAS_END"] + 0
      if (was_last && was_torn) has_end = 0
      torn = (count > 0 && !has_end ? " (torn)" : "")
      if (ENVIRON["EDIT"] == "install") { out[++count] = ENVIRON["LINE"] torn; has_end = 1 }
      for (i = 1; i <= count; i++) printf "%s%s", out[i], (i < count || has_end ? "\n" : "")
    }' "$old" >"$new"; } 2>/dev/null || cannot_write "$profile"
  if [ "$2" = strip ] && [ ! -s "$new" ]; then rm -f "$new" "$profile"; else put_in_place "$new" "$profile"; fi
}

# In single quotes, for bash, zsh and fish alike where there is no quote in it; a home with one is left to its owner.
quoted() {
  case $1 in *\'*) fail "there is a quote in $1: set OPENAI_BASE_URL and OPENAI_API_KEY yourself" ;; esac
  printf "'%s'" "$1"
}

# --- What you have used ---

show_usage() {
  local query="" problem
  [ -z "$3" ] || query="?from=$3&to=${4:-$3}"
  if [ -n "$1" ] || [ -z "$(configured base_url)" ]; then read_url "$1"; else base_url=$(configured base_url); fi
  token=$(configured experimental_bearer_token)
  if [ -n "$2" ] || [ -z "$token" ]; then read_token "$2"; fi
  call_proxy "$base_url/usage/me$query"
  problem=$(answer_problem "$answer_status" "$answer_is_ours" "$answer_body")
  [ -z "$problem" ] || fail "$problem"
  say "$(field user_id), $(field from) to $(field to): $(field requests) requests, $(field total_tokens) tokens, $(cost_text "$(field cost_usd)")"
  say "input $(field input_tokens) (cached $(field cached_input_tokens)), output $(field output_tokens) (reasoning $(field reasoning_tokens))"
}

cost_text() {
  if [ "$1" = null ]; then say "at a cost that is not known"; else printf '$%.2f' "$1"; fi
}

# A field of the flat JSON that came; control characters must not reach the terminal.
field() {
  printf '%s' "$answer_body" | tr '\n' ' ' | awk -v name="$1" '{
    if (match($0, "\"" name "\":(\"[^\"]*\"|[^,}]*)")) {
      text = substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 3); gsub(/"/, "", text); print text
    } }' | tr -d '\001-\011\013-\037\177'
}

is_day() { [[ $1 =~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}$ ]]; }

# --- Files ---

# In the place of a file, a folder would take in what is renamed to it.
check_file() {
  [ ! -e "$1" ] || { [ -f "$1" ] && [ -r "$1" ]; } || fail "$1 is not a file that can be read, so nothing was changed: move it away, then run this again"
}

check_files() {
  local file
  for file in "$config" "$backup" "$codex_home/codex-proxy.env"; do check_file "$file"; done
}

# 1 where a file ends with its last line's end, as one without any line does; 0 where that line was left open.
has_end() {
  case $(tail -c 1 "$1" && printf x) in x | $'\n'x) printf 1 ;; *) printf 0 ;; esac
}

# The file itself, or an empty one in the place of one that is not there.
existing() {
  if [ -e "$1" ]; then printf '%s' "$1"; else printf /dev/null; fi
}

# Where a file really lies: a link, such as one into a repository of dotfiles, stays a link. macOS has no readlink -f.
resolve_link() {
  local path=$1 target count=0
  while [ -L "$path" ] && [ $count -lt 20 ]; do
    target=$(readlink "$path")
    case $target in /*) path=$target ;; *) path=$(dirname "$path")/$target ;; esac
    count=$((count + 1))
  done
  printf '%s' "$path"
}

make_folder() {
  if ! mkdir -p "$1" 2>/dev/null || [ ! -w "$1" ]; then cannot_write "$1"; fi
}

# A new file, yours alone, beside another: it is renamed once it is whole, so that no half of one is ever there.
new_beside() {
  mktemp "$1.XXXXXX" 2>/dev/null || cannot_write "$(dirname "$1")"
}

put_in_place() {
  mv -f "$1" "$2" 2>/dev/null || cannot_write "$2"
}

remove_unfinished() {
  local file
  for file in "$new" "$copy"; do [ -z "$file" ] || rm -f "$file"; done
}

# The last line, so that a script that arrives in part does nothing at all.
main "$@"
