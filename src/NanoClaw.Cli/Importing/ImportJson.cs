using System.Text.Json.Serialization;
using NanoClaw.Import;

namespace NanoClaw.Cli.Importing;

/// <summary>An import as <c>--json</c> prints it.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ImportReport))]
internal sealed partial class ImportJson : JsonSerializerContext;
