#!/usr/bin/env bats
# What setup.sh leaves behind, as the shells themselves read it.

setup() {
  script="$BATS_TEST_DIRNAME/../../scripts/setup.sh"
  token=$(sed -n 's/^  "token": "\(.*\)",$/\1/p' "$BATS_TEST_DIRNAME/../fixtures/setup/configs.json")
  export HOME="$BATS_TEST_TMPDIR/a home"
  mkdir -p "$HOME"
  unset CODEX_HOME XDG_CONFIG_HOME ZDOTDIR
}

install_for() {
  printf '%s' "$token" | SHELL=$1 bash "$script" --url https://proxy.example.com --no-check --openai-env --token-file -
}

# Root may read and write anywhere, unless it gives that right away.
run_without_rights() {
  export -f install_for
  export script token
  if [ "$(id -u)" -eq 0 ]; then
    run setpriv --bounding-set -dac_override,-dac_read_search bash -c '"$@"' bash "$@"
  else
    run "$@"
  fi
}

@test "dash is told to use bash, in one line" {
  run dash "$script" --help
  [ "$status" -eq 1 ]
  [ "${#lines[@]}" -eq 1 ]
  [[ $output == *"needs bash"* ]]
}

@test "dash that reads it from a pipe is told so too" {
  run dash -s -- --help <"$script"
  [ "$status" -eq 1 ]
  [ "${#lines[@]}" -eq 1 ]
}

@test "a new bash has the variables" {
  install_for /bin/bash
  run bash -c '. "$HOME/.bashrc"; echo "$OPENAI_BASE_URL $OPENAI_API_KEY"'
  [ "$output" = "https://proxy.example.com/v1 $token" ]
}

@test "a new zsh has the variables" {
  install_for /bin/zsh
  run zsh -c '. "$HOME/.zshrc"; echo "$OPENAI_BASE_URL $OPENAI_API_KEY"'
  [ "$output" = "https://proxy.example.com/v1 $token" ]
}

@test "a new fish has the variables" {
  install_for /usr/bin/fish
  run fish -c 'echo "$OPENAI_BASE_URL $OPENAI_API_KEY"'
  [ "$output" = "https://proxy.example.com/v1 $token" ]
}

@test "a shell that nobody knows is said so before anything is written" {
  run install_for /bin/xonsh
  [ "$status" -eq 1 ]
  [[ $output == *"/bin/xonsh is not known here"* ]]
  [ ! -e "$HOME/.codex" ]
}

@test "a folder that can't be written leaves nothing half-written" {
  mkdir "$HOME/.codex"
  chmod 500 "$HOME/.codex"
  run_without_rights install_for /bin/bash
  [ "$status" -eq 1 ]
  [ "${#lines[@]}" -eq 1 ]
  [ -z "$(ls -A "$HOME/.codex")" ]
}

@test "a config.toml that can't be read is left alone" {
  mkdir "$HOME/.codex"
  printf '# mine\n' >"$HOME/.codex/config.toml"
  chmod 000 "$HOME/.codex/config.toml"
  run_without_rights install_for /bin/bash
  [ "$status" -eq 1 ]
  [ "${#lines[@]}" -eq 1 ]
  [[ $output == *"config.toml is not a file that can be read"* ]]
  [ "$(ls -A "$HOME/.codex")" = config.toml ]
}

@test "a profile that can't be written is said so before anything is written" {
  printf '# mine\n' >"$HOME/.bashrc"
  chmod 400 "$HOME/.bashrc"
  run_without_rights install_for /bin/bash
  [ "$status" -eq 1 ]
  [ "${#lines[@]}" -eq 1 ]
  [ "$(ls -A "$HOME")" = .bashrc ]
}
