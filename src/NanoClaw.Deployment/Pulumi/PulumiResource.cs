using System.Text.Json;

namespace NanoClaw.Deployment.Pulumi;

/// <summary>A resource of a stack's state.</summary>
/// <param name="Urn">Its name there.</param>
/// <param name="Id">What the provider calls it; empty for a component.</param>
public sealed record PulumiResource(string Urn, string Id)
{
    /// <summary>Its type, without its parents'.</summary>
    public string Type => Urn.Split("::", 4) is [_, _, var types, _] ? types.Split('$')[^1] : "";

    internal static IReadOnlyList<PulumiResource> Read(string export)
    {
        try
        {
            using var document = JsonDocument.Parse(export);
            return
                document.RootElement.TryGetProperty("deployment", out var deployment)
                && deployment.ValueKind == JsonValueKind.Object
                && deployment.TryGetProperty("resources", out var resources)
                && resources.ValueKind == JsonValueKind.Array
                ? [.. resources.EnumerateArray().Select(resource => new PulumiResource(Text(resource, "urn"), Text(resource, "id")))]
                : [];
        }
        catch (JsonException exception)
        {
            throw new DeploymentException("pulumi stack export printed something that is no state. Try it by itself.", DeploymentFailure.Failed, exception);
        }
    }

    private static string Text(JsonElement resource, string name) =>
        resource.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
