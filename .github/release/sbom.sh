#!/usr/bin/env bash
# sbom.sh FOLDER VERSION: writes what the release is made of, in CycloneDX's form: the program with its NuGet packages, the WhatsApp
# sidecar with its npm packages, and the Worker, whose bundles have none in them.
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=$(realpath "$1")
version=$2
dotnet tool restore
dotnet tool run dotnet-CycloneDX -- src/NanoClaw.Cli/NanoClaw.Cli.csproj --output "$folder" --filename nanoclaw.cdx.json --output-format Json --recursive --set-version "$version"
for package in moltworker whatsapp-sidecar; do
  npm sbom --prefix "src/$package" --package-lock-only --omit dev --sbom-format cyclonedx > "$folder/$package.cdx.json"
done
for made in nanoclaw whatsapp-sidecar; do
  if [ "$(jq '.components | length' "$folder/$made.cdx.json")" -eq 0 ]; then
    echo "$made.cdx.json names no package." >&2
    exit 1
  fi
done
