#!/usr/bin/env bash
# Runs one task of kf-pipeline-tasks for a step of a composite action:  run.sh TASK
#
# Settings come from the environment, which the action fills from its inputs. The program itself writes outputs, summary,
# annotations and masks; this script only finds the program, gives it a private temporary folder and takes that away again.
#
# Where the program comes from, in this order:
#   1. KF_TASKS_HOME, a folder with the program (self-hosted runners, tests)
#   2. dist/ at the root of this repository
#   3. the runner's tool cache
#   4. the release asset whose SHA-256 is in release.sha256 beside this script; KF_TASKS_MIRROR names another place to load it from
#   5. a build of this repository, once per job
set -euo pipefail

readonly name=kf-pipeline-tasks
lib=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
readonly lib root=${lib%/*/*}
readonly pins=$lib/release.sha256
readonly temp=${RUNNER_TEMP:-${TMPDIR:-/tmp}}
program=()

# Workflow commands end at the line end, and % starts an escape.
annotate() {
  local text=${2//'%'/%25}
  text=${text//$'\r'/%0D}
  printf '::%s title=Kubeflow deployment::%s\n' "$1" "${text//$'\n'/%0A}"
}

fail() {
  annotate error "$1"
  exit 1
}

# --- finding the program -------------------------------------------------------------------------------------------------

# Sets program when the folder has one: an executable of its own, or a library for the .NET runtime.
program_in() {
  if [ -x "$1/$name" ] && [ -f "$1/$name" ]; then
    program=("$1/$name")
  elif [ -x "$1/$name.exe" ]; then
    program=("$1/$name.exe")
  elif [ -f "$1/$name.dll" ]; then
    program=(dotnet "$1/$name.dll")
  else
    return 1
  fi
}

from_home() {
  [ -n "${KF_TASKS_HOME:-}" ] || return 1
  program_in "$KF_TASKS_HOME" || fail "KF_TASKS_HOME is '$KF_TASKS_HOME', and there is no $name in it. Unset it, or put the content of a release archive there."
}

from_dist() {
  program_in "$root/dist"
}

has_runtime() {
  local runtimes
  runtimes=$(cd / && dotnet --list-runtimes 2>/dev/null) || return 1
  [[ $runtimes == *'Microsoft.AspNetCore.App 10.'* ]]
}

# The archive for this machine: without the runtime where one is built for it, else the one for every system.
asset_name() {
  if [ "$(uname -s)-$(uname -m)" = Linux-x86_64 ] && [ ! -e /lib/ld-musl-x86_64.so.1 ]; then
    echo "$name-linux-x64.tar.gz"
  else
    echo "$name-portable.tar.gz"
  fi
}

pinned() {
  awk -v wanted="$1" '$1 !~ /^#/ && $2 == wanted { print $1 }' "$pins"
}

version() {
  awk '$1 == "#" && $2 == "version" { print $3 }' "$pins"
}

sum_of() {
  if command -v sha256sum > /dev/null; then sha256sum < "$1"; else shasum -a 256 < "$1"; fi | cut -d ' ' -f 1
}

# The sum is part of the path: an asset that is not pinned here is never taken from the cache.
cache_folder() {
  [ -n "${RUNNER_TOOL_CACHE:-}" ] || return 1
  echo "$RUNNER_TOOL_CACHE/$name/$(version)/${1%.tar.gz}-${2:0:16}"
}

from_release() {
  local asset sum folder
  [ -f "$pins" ] || return 1
  asset=$(asset_name)
  sum=$(pinned "$asset")
  [ -n "$sum" ] || return 1
  if [ "$asset" = "$name-portable.tar.gz" ] && ! has_runtime; then
    fail "This runner needs the .NET 10 runtime (ASP.NET Core): add actions/setup-dotnet with dotnet-version 10.0.x before this step."
  fi
  folder=$(cache_folder "$asset" "$sum") || folder=$temp/$name-release/${sum:0:16}
  if [ ! -f "$folder.complete" ]; then
    download "$asset" "$sum" "$folder" || return 1
  fi
  program_in "$folder"
}

# Loads, verifies and unpacks. Returns 1 when nothing could be loaded; an asset with another sum ends the step.
download() {
  local asset=$1 sum=$2 folder=$3 url part attempt found
  local base=${KF_TASKS_MIRROR:-}
  if [ -z "$base" ]; then
    [ -n "${KF_TASKS_REPOSITORY:-}" ] || return 1
    base=${GITHUB_SERVER_URL:-https://github.com}/$KF_TASKS_REPOSITORY/releases/download/v$(version)
  fi
  url=${base%/}/$asset
  mkdir -p -- "${folder%/*}"
  part=$(mktemp -d -- "${folder%/*}/.part-XXXXXX")
  for attempt in 1 2 3; do
    if ! curl --fail --silent --show-error --location --retry 4 --retry-all-errors --retry-max-time 120 --connect-timeout 10 --max-time 300 \
      --output "$part/$asset" -- "$url"; then
      rm -rf -- "$part"
      annotate warning "$url could not be loaded; the program is built from source instead, which takes about a minute."
      return 1
    fi
    found=$(sum_of "$part/$asset")
    [ "$found" = "$sum" ] && break
    if [ "$attempt" = 3 ]; then
      rm -rf -- "$part"
      fail "$url is not what this version of the action expects: its SHA-256 is $found, the pinned one is $sum. Nothing of it was run."
    fi
  done
  mkdir -- "$part/content"
  tar -xzf "$part/$asset" -C "$part/content"
  # Another job of this machine may have been faster: its copy has the same content.
  rm -rf -- "$folder"
  mv -- "$part/content" "$folder" 2> /dev/null || [ -d "$folder" ]
  rm -rf -- "$part"
  : > "$folder.complete"
}

# A build that nothing of the caller reaches: not the environment (VERSION, Platform, Configuration ... are MSBuild properties), not the
# working directory (global.json). Directory.Build.props of this repository ends MSBuild's own search.
from_source() {
  local work
  [ -f "$root/build/Build.csproj" ] || return 1
  command -v dotnet > /dev/null || fail "There is no released program for this version of the action, and no .NET SDK to build it: add actions/setup-dotnet with dotnet-version 10.0.x before this step."
  work=$temp/$name-build/$(printf %s "$root" | cksum | cut -d ' ' -f 1)
  if [ ! -f "$work/complete" ]; then
    mkdir -p -- "$work"
    local keep=(PATH="$PATH" HOME="${HOME:-$work}" TMPDIR="$work" DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 MSBUILDDISABLENODEREUSE=1)
    local variable
    for variable in DOTNET_ROOT NUGET_PACKAGES http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY SSL_CERT_FILE SSL_CERT_DIR USERPROFILE APPDATA LOCALAPPDATA PROGRAMDATA ProgramFiles SystemRoot; do
      if [ -n "${!variable:-}" ]; then keep+=("$variable=${!variable}"); fi
    done
    echo "Building $name from source, once in this job ..."
    # What the compiler says is not ours: no command can be read out of it.
    if ! (cd -- "$root" && env -i "${keep[@]}" dotnet publish build/Build.csproj --configuration Release --artifacts-path "$work/artifacts" --output "$work/program" \
      --nologo --verbosity quiet -p:UseAppHost=false -p:DebugType=none -p:UseSharedCompilation=false) > "$work/log" 2>&1; then
      sed 's/^/  | /; s/##\[/# #[/g' "$work/log"
      fail "$name could not be built from source; the compiler's words are in the log above."
    fi
    : > "$work/complete"
  fi
  program_in "$work/program"
}

# --- running it ----------------------------------------------------------------------------------------------------------

task=${1:?task}
from_home || from_dist || from_release || from_source || fail "There is no $name for this version of the action: neither a release nor its source."

# Credentials, kubeconfigs and everything else that is written for a moment: readable by its owner only, gone at the end, however that comes.
mkdir -p -- "$temp"
private=$(umask 077 && mktemp -d -- "$temp/$name-private-XXXXXX")
child=
stopped=
trap 'rm -rf -- "$private"' EXIT
# A cancelled job gets seconds to end: the program is told, and finishes or leaves alone what it is writing.
trap 'stopped=1; [ -z "$child" ] || kill -TERM "$child" 2> /dev/null || :' INT TERM HUP

# What a run of half a second gains nothing from is off: diagnostics, profiles of hot code, and code pages mapped twice (a second, writable
# view of all compiled code, which guards programs that run the code of others).
TMPDIR=$private TMP=$private TEMP=$private DOTNET_EnableDiagnostics=0 DOTNET_TieredPGO=0 DOTNET_EnableWriteXorExecute=0 "${program[@]}" "--target=$task" < /dev/null &
child=$!
# Told before there was anybody to tell.
[ -z "$stopped" ] || kill -TERM "$child" 2> /dev/null || :
code=0
wait "$child" || code=$?
# A signal ends the waiting, not the program.
while kill -0 "$child" 2> /dev/null; do
  code=0
  wait "$child" || code=$?
done
exit "$code"
