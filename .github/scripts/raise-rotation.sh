#!/bin/sh
# raise-rotation.sh STACK DAYS: raises nanoclaw:rotationVersion in Pulumi.STACK.yaml by one when its last change is DAYS old or older.
# Prints raised=true or raised=false. Needs the file's whole history.
set -eu
file="Pulumi.$1.yaml"
key="nanoclaw:rotationVersion"

version=$(sed -n "s/^  $key: *\([0-9][0-9]*\) *$/\1/p" "$file")
if [ -z "$version" ]; then
  echo "$file has no line '  $key: <number>': add one, starting with 1." >&2
  exit 1
fi

changed=$(git log -1 --format=%ct -G"^  $key:" -- "$file")
age=$((($(date +%s) - changed) / 86400))
if [ "$age" -lt "$2" ]; then
  echo "raised=false"
  exit 0
fi

sed "s/^  $key: .*/  $key: $((version + 1))/" "$file" > "$file.new"
mv "$file.new" "$file"
echo "raised=true"
