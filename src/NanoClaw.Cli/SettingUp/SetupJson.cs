using System.Text.Json.Serialization;
using NanoClaw.Deployment.GitHub;
using NanoClaw.Deployment.Setup;

namespace NanoClaw.Cli.SettingUp;

/// <summary>What <c>--json</c> prints.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(SetupReport))]
[JsonSerializable(typeof(GitHubPlan))]
internal sealed partial class SetupJson : JsonSerializerContext;
