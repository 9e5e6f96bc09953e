#!/usr/bin/env bash
# build.sh VERSION FOLDER: makes all that a release has, and nothing of it public: the program, the packages for .NET, what they
# are made of (SBOM), checksums, and the notes, which are no file of the release. CI runs it on every push. The packages are held
# to those of an earlier release where BASELINE_FOLDER and BASELINE_VERSION name them.
set -euo pipefail
cd "$(dirname "$0")/../.."
version=$1
mkdir -p "$2"
folder=$(realpath "$2")
assets=$folder/assets
rm -rf "$assets"
mkdir -p "$assets"

.github/release/notes.sh "$version" > "$folder/notes.md"

program=$folder/program/nanoclaw
dotnet publish src/NanoClaw.Cli --configuration Release --output "$program" -p:Version="$version"
tar --create --gzip --file "$assets/nanoclaw-$version.tar.gz" --directory "$folder/program" nanoclaw

for project in $(grep --files-with-matches --extended-regexp '<IsPackable>true|eng/Package.props' src/*/*.csproj); do
  dotnet pack "$project" --configuration Release --output "$assets" -p:Version="$version" -p:BaselineFolder="${BASELINE_FOLDER:-}" -p:BaselineVersion="${BASELINE_VERSION:-}"
done

.github/release/sbom.sh "$assets" "$version"
(cd "$assets" && sha256sum -- * > SHA256SUMS)
ls -l "$assets"
