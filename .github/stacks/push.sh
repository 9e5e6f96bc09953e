#!/usr/bin/env bash
# push.sh [--dry-run]: pushes what is committed here to main, on top of what is there by now. With --dry-run GitHub is only asked
# whether it would take a push from who holds the token. Environment: PUSH_TOKEN.
set -euo pipefail
# By the environment, since a process's arguments are for all to read.
basic=$(printf 'x-access-token:%s' "$PUSH_TOKEN" | base64 --wrap=0)
echo "::add-mask::$basic"
export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=http.https://github.com/.extraheader GIT_CONFIG_VALUE_0="AUTHORIZATION: basic $basic"
if [ "${1:-}" != --dry-run ]; then
  git pull --rebase origin main
fi
git push "$@" origin HEAD:main
