using System.Text.Json.Serialization;

namespace NanoClaw.Home.Running;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AssistantHealth))]
internal sealed partial class HealthJson : JsonSerializerContext;
