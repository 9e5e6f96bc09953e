#!/bin/sh
# What whoever works on NanoClaw types: eng/build.sh --help. It needs .NET, Node.js and sh.
set -eu
cd -- "$(dirname -- "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# The projects whose tests start no service, no build and no second NanoClaw, but for the classes that say so: [Trait("Starts", "a process")].
fast="NanoClaw.Host NanoClaw.Architecture NanoClaw.Agents NanoClaw.Edge NanoClaw.Store NanoClaw.Import NanoClaw.Installation NanoClaw.Channels.Terminal NanoClaw.Channels.Telegram NanoClaw.Infra NanoClaw.Cli NanoClaw.Docs"

usage() {
  cat <<'END'
eng/build.sh COMMAND

  build [ARGUMENTS]      everything, built
  test                   every test there is: some twelve minutes on two cores
  test-fast              those that start no service and no build, once all is built
  lint                   what the formatters would change, and what is wrong with the workflows
  format                 writes the sources as the formatters have them
  bench                  what is measured, each beside its baseline
  coverage [PROJECT...]  how much of each project its tests run through
  mutation [ROOM...]     whether tests notice when the code of a room is another
  publish [PLATFORM...]  NanoClaw as a folder that needs nothing installed
END
}

build() {
  dotnet build NanoClaw.sln "$@"
}

# What is built is run as it is, two projects at a time: starting MSBuild for each costs more than their tests.
test_fast() {
  results=artifacts/test-fast
  rm -rf "$results"
  mkdir -p "$results"
  # Their stores are in memory where the system has a folder there with a gigabyte free: none of these tests is about the disk.
  if [ -w /dev/shm ] && [ "$(df -Pk /dev/shm | awk 'NR == 2 { print $4 }')" -gt 1000000 ]; then
    TMPDIR=$(mktemp -d /dev/shm/nanoclaw-tests-XXXXXX)
    export TMPDIR
    trap 'rm -rf "$TMPDIR"' EXIT
  fi
  for project in $fast; do
    program=tests/$project.Tests/bin/Debug/net10.0/$project.Tests.dll
    [ -f "$program" ] || { echo "$program is not built: eng/build.sh build" >&2; exit 1; }
    echo "$project"
  done | xargs -P 2 -n 1 sh -c '
    dotnet "tests/$1.Tests/bin/Debug/net10.0/$1.Tests.dll" -noLogo -noColor -trait- "Starts=a process" >"$0/$1.log" 2>&1
    code=$?
    grep -E "\[FAIL\]|Total: " "$0/$1.log" | sed "s/^ *//"
    [ $code -eq 0 ] || { echo "$1: exit code $code; all of it in $0/$1.log"; exit 1; }' "$results"
}

# What a formatter writes is nobody's to argue about; `format` writes it.
lint() {
  formatters check
  node .github/lint/lint.mjs
}

formatters() {
  dotnet tool restore
  dotnet csharpier "$1" .
  node eng/npm/install.mjs .github/lint
  [ "$1" = check ] || set -- write
  node .github/lint/node_modules/prettier/bin/prettier.cjs "--$1" --log-level warn "**/*.{ts,mts,mjs}"
}

bench() {
  dotnet run -c Release --project bench/NanoClaw.Agents.Bench -- paired
  dotnet run -c Release --project bench/NanoClaw.Edge.Bench -- --quick
  dotnet run -c Release --project bench/NanoClaw.Host.Bench -- --quick
  node bench/launch/run.mjs
}

# Of all tests, or of those projects alone: each of ours as far as its tests run in their own process.
coverage() {
  results=artifacts/coverage
  rm -rf "$results"
  [ $# -gt 0 ] || set -- NanoClaw.sln
  status=0
  for tests in "$@"; do
    dotnet test "$tests" -p:Coverage=true --collect "XPlat Code Coverage" --settings eng/coverage/coverage.runsettings --results-directory "$results" || status=$?
  done
  node eng/coverage/table.mjs "$results"
  return $status
}

# Of all rooms of eng/mutation/rooms.json, or of those alone: whether tests notice when the code is another.
mutation() {
  dotnet tool restore
  node eng/mutation/run.mjs "$@"
}

case ${1:-} in
  build) shift; build "$@" ;;
  test) dotnet test NanoClaw.sln ;;
  test-fast) test_fast ;;
  lint) lint ;;
  format) formatters format ;;
  bench) bench ;;
  coverage) shift; coverage "$@" ;;
  mutation) shift; mutation "$@" ;;
  publish) shift; node eng/publish/publish.mjs "$@" ;;
  -h | --help) usage ;;
  *) usage >&2; exit 2 ;;
esac
