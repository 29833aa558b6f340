#!/usr/bin/env bash
# Runs the same tasks through the program and through Cake, as the README says.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet run --no-build --project build -- --target=Default >/dev/null
dotnet run --no-build --project build -- --target=Validate --cloud=local
dotnet cake --target=Default >/dev/null
dotnet cake --target=Validate --cloud=local
dotnet cake --target=Apply --dryrun
if dotnet cake --targetx=Apply; then
  echo "an unknown argument was accepted" >&2
  exit 1
fi
