#!/usr/bin/env bash
# Prints a summary for a comment or an issue, which may have 65,536 characters:  excerpt.sh FILE [BYTES]
#
# A longer one is cut at a line end, what is open there is closed, and it says so. Then come the commit and the run it is of.
set -euo pipefail
file=$1
most=${2:-60000}
run=$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID

if [ "$(wc -c < "$file")" -le "$most" ]; then
  cat -- "$file"
else
  # The last line may be half of one, or end in half a letter.
  cut=$(head -c "$most" -- "$file" | sed '$d')
  printf '%s\n' "$cut"
  [ $(($(grep -c '^```' <<< "$cut") % 2)) -eq 0 ] || echo '```'
  [ "$(grep -c '^<details>' <<< "$cut")" -eq "$(grep -c '^</details>' <<< "$cut")" ] || printf '\n</details>\n'
  printf '\n> [!WARNING]\n> This is longer than a comment may be: [the summary of the job](%s) has all of it.\n' "$run"
fi
printf '\nOf commit %s, [this run](%s).\n' "$GITHUB_SHA" "$run"
