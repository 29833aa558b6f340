#!/usr/bin/env bash
# Rehearses the deployment of a whole kubeflow-distribution: unpacks it to a private folder and deploys it to a local cloud.
set -euo pipefail
archive=$(realpath "$1")
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
tar -xzf "$archive" -C "$folder"
dotnet run --no-build --project build -- --target=Deploy --cloud=local --package="$folder/$(ls "$folder")"
