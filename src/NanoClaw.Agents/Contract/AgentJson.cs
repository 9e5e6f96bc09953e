using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NanoClaw.Agents;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(AgentPieces))]
[JsonSerializable(typeof(AgentRequest))]
[JsonSerializable(typeof(AgentTask))]
[JsonSerializable(typeof(AgentGroup))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(WireAction))]
[JsonSerializable(typeof(WireDelta))]
[JsonSerializable(typeof(AgentUsage))]
[JsonSerializable(typeof(WireErrorBody))]
[JsonSerializable(typeof(WireError))]
[JsonSerializable(typeof(WireForgotten))]
[JsonSerializable(typeof(WireStopped))]
[JsonSerializable(typeof(WireNotes))]
[JsonSerializable(typeof(WireResponse))]
internal sealed partial class AgentJson : JsonSerializerContext;

/// <summary>The JSON of the wire.</summary>
internal static class WireJson
{
    /// <summary>
    /// The body is JSON and nothing else, so quotes and tags of a prompt need no HTML-safe escapes, which would make
    /// it up to six times as long.
    /// </summary>
    public static AgentJson Context { get; } =
        new(new JsonSerializerOptions(AgentJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
