#!/usr/bin/env bash
# Brings the tools that tests use when they are there, and that are skipped, with the reason, when they are not:
# the workflow harness of ../shared (needs node), shellcheck, jq, yamllint, and a browser for the page of the report. Nothing is installed twice; no failure here stops a build.
set -euo pipefail
cd "$(dirname "$0")/.."

harness=../shared/tools/gha-harness
if [ ! -f "$harness/package-lock.json" ]; then
  echo "the workflow harness is not here ($harness): tests that run workflows are skipped"
elif ! command -v npm > /dev/null; then
  echo "npm is not here: tests that run workflows are skipped"
elif ! cmp --silent "$harness/package-lock.json" tools/gha-harness/node_modules/.package-lock.copy; then
  mkdir -p tools/gha-harness
  cp -R "$harness/." tools/gha-harness/
  if (cd tools/gha-harness && npm ci --no-audit --no-fund --loglevel=error); then
    cp tools/gha-harness/package-lock.json tools/gha-harness/node_modules/.package-lock.copy
  else
    rm -rf tools/gha-harness
    echo "the workflow harness could not be installed: tests that run workflows are skipped"
  fi
fi

# Debian's packages, one at a time: one that cannot be had does not keep the others away.
installed() {
  local name
  for name in "$@"; do
    if command -v "$name" > /dev/null; then return 0; fi
  done
  return 1
}

updated=
install() {
  installed "$@" && return
  if ! command -v apt-get > /dev/null || [ "$(id -u)" != 0 ]; then
    echo "$1 is not here: tests that use it are skipped"
    return
  fi
  if [ -z "$updated" ]; then
    updated=yes
    apt-get update --quiet=2 > /dev/null 2>&1 || :
  fi
  DEBIAN_FRONTEND=noninteractive timeout 180 apt-get install --yes --quiet=2 --no-install-recommends "$1" > /dev/null 2>&1 ||
    echo "$1 could not be installed: tests that use it are skipped"
}

install shellcheck
install jq
install yamllint
install chromium google-chrome chromium-browser
