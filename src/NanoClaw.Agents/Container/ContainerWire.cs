using System.Text.Json;
using System.Text.Json.Serialization;

namespace NanoClaw.Agents;

/// <summary>v1's <c>ContainerInput</c>, given on standard input.</summary>
internal sealed record ContainerInput(
    string Prompt,
    string? SessionId,
    string GroupFolder,
    string ChatJid,
    bool IsMain,
    bool IsScheduledTask,
    string? AssistantName
);

/// <summary>v1's <c>ContainerOutput</c>, found between the markers.</summary>
internal sealed record ContainerOutput(string Status, JsonElement Result = default, string? NewSessionId = null, string? Error = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(ContainerInput))]
[JsonSerializable(typeof(ContainerOutput))]
internal sealed partial class ContainerJson : JsonSerializerContext;
