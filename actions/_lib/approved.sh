#!/usr/bin/env bash
# Compares a plan that was approved with one that was made just now:  approved.sh APPROVED NOW
#
# Everything that would be done now must stand in the approved plan, letter by letter. What has been done in the meantime may be missing.
set -euo pipefail

# One line for everything that would be done, or is not known. Files that are filled in are those of the commit, wherever they lie: what they make in the
# clusters is compared.
changes() {
  jq --compact-output '.plans[] | select(.title != "KptSet") | .title as $plan | .changes[] | select(.outcome | IN("unchanged", "skipped") | not) | [$plan, .subject, .outcome, .fields // []]' "$1" | sort -u
}

new=$(comm -13 <(changes "$1") <(changes "$2"))
[ -n "$new" ] || exit 0
count=$(wc -l <<< "$new")
# What others named is not read as a command by the runner.
names=$(jq --raw-output '"\(.[1]) \(.[2])"' <<< "$new" | head -n 20 | tr -d '\r' | sed 's/%/%25/g; s/##\[/# #[/g')
printf '::error title=Kubeflow deployment::%s of the changes that would be made now are not in the plan that was approved: something has changed since. Nothing was touched. Run the workflow again and approve the new plan.%%0A%s\n' \
  "$count" "${names//$'\n'/%0A}"
exit 1
