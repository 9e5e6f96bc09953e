#!/usr/bin/env bash
# notes.sh VERSION: prints what CHANGELOG.md says of a version; of one before a release, such as 0.2.0-rc.1, what is not yet
# released. Ends with 1 where it says nothing: a release without a word for those who upgrade is none.
set -euo pipefail
changelog=$(dirname "$0")/../../CHANGELOG.md
section=$1
case $section in *-*) section=Unreleased ;; esac

notes=$(awk -v heading="## [$section]" '
  index($0, heading) == 1 { inside = 1; next }
  inside && (/^## / || /^\[[^]]+\]: /) { exit }
  inside' "$changelog" | sed -e '/./,$!d')
if [ -z "$notes" ]; then
  echo "CHANGELOG.md says nothing under [$section]: what users see of $1 belongs there." >&2
  exit 1
fi
printf '%s\n' "$notes"
