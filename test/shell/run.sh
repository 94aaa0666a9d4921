#!/usr/bin/env bash
# `npm run test:shell`: what needs more shells and tools than Node brings.
set -euo pipefail
cd "$(dirname "$0")/../.."

missing=""
for tool in shellcheck shfmt bats dash zsh fish; do
  command -v "$tool" >/dev/null || missing="$missing $tool"
done
if [ -n "$missing" ]; then
  echo "test:shell needs$missing: apt-get install -y$missing" >&2
  exit 1
fi

shellcheck scripts/setup.sh test/shell/*.sh .ci/run
shfmt -i 2 -d scripts/setup.sh test/shell/*.sh
node --test --test-reporter=dot test/shell/bash-3-2.ts
bats test/shell/setup.bats
if command -v pwsh >/dev/null; then
  pwsh -NoProfile -File test/shell/setup-windows.tests.ps1
else
  echo "No PowerShell here: setup-windows.tests.ps1 was not run."
fi
