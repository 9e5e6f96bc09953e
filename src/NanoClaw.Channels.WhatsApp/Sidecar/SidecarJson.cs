using System.Text.Json;
using System.Text.Json.Serialization;

namespace NanoClaw.Channels.WhatsApp.Sidecar;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(SidecarCommand))]
[JsonSerializable(typeof(SidecarEvent))]
internal sealed partial class SidecarJson : JsonSerializerContext;
