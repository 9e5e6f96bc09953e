using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using NanoClaw.Agents;

namespace NanoClaw.Host.Requests;

/// <summary>
/// The request as the ledger keeps it: a run that is resumed has to have the very same body. What is a member of the
/// metadata stands beside the request's own: so every version writes it, and reads what others wrote.
/// </summary>
internal static class StoredRequest
{
    private const string Metadata = "metadata";

    private static readonly HashSet<string> OfRequest = StoredRequestJson
        .Default.AgentRequest.Properties.Select(property => property.Name)
        .ToHashSet(StringComparer.Ordinal);

    public static string Write(AgentRequest request)
    {
        var stored = JsonSerializer.SerializeToNode(request, StoredRequestJson.Default.AgentRequest)!.AsObject();
        if (stored[Metadata] is JsonObject metadata)
        {
            stored.Remove(Metadata);
            Move(metadata, stored, static _ => true);
        }

        return stored.ToJsonString(StoredRequestJson.Default.Options);
    }

    public static AgentRequest Read(string json)
    {
        var stored = JsonNode.Parse(json)!.AsObject();
        var metadata = new JsonObject();
        Move(stored, metadata, static name => !OfRequest.Contains(name));
        if (metadata.Count > 0)
        {
            stored[Metadata] = metadata;
        }

        return stored.Deserialize(StoredRequestJson.Default.AgentRequest)!;
    }

    /// <summary>Whether it is a request with nothing in it that may be left out.</summary>
    public static bool IsBareRequest(string json) => RequestBuilder.IsBare(Read(json));

    private static void Move(JsonObject from, JsonObject to, Func<string, bool> isOfIt)
    {
        foreach (var (name, value) in from.Where(member => isOfIt(member.Key)).ToList())
        {
            from.Remove(name);
            if (value is not null)
            {
                to[name] = value;
            }
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AgentRequest))]
internal sealed partial class StoredRequestJson : JsonSerializerContext;
