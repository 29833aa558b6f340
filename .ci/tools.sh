#!/usr/bin/env bash
# Brings the tools that tests use when they are there, and that are skipped, with the reason, when they are not:
# the workflow harness of ../shared (needs node), shellcheck and yamllint. Nothing is installed twice; no failure here stops a build.
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

missing=()
for tool in shellcheck yamllint; do
  command -v "$tool" > /dev/null || missing+=("$tool")
done
if [ "${#missing[@]}" -gt 0 ] && command -v apt-get > /dev/null && [ "$(id -u)" = 0 ]; then
  (apt-get install --yes --quiet=2 "${missing[@]}" > /dev/null 2>&1 || (apt-get update --quiet=2 && apt-get install --yes --quiet=2 "${missing[@]}") > /dev/null 2>&1) ||
    echo "${missing[*]} could not be installed: tests that use it are skipped"
fi
