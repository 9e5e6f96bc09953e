using System.Text.Json.Serialization;

namespace NanoClaw.Home.Running;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(AssistantHealth))]
internal sealed partial class HealthJson : JsonSerializerContext;
