#!/usr/bin/env bash
# sbom.sh FOLDER: writes what the release is made of, in CycloneDX's form: the program with its NuGet packages, the Worker and the
# WhatsApp sidecar with their npm packages.
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=$(realpath "$1")
dotnet tool restore
dotnet tool run dotnet-CycloneDX -- src/NanoClaw.Cli/NanoClaw.Cli.csproj --output "$folder" --filename nanoclaw.cdx.json --output-format Json --recursive
for package in moltworker whatsapp-sidecar; do
  npm sbom --prefix "src/$package" --package-lock-only --omit dev --sbom-format cyclonedx > "$folder/$package.cdx.json"
done
