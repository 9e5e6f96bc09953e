using System.Text.Json;

namespace NanoClaw.Deployment.Pulumi;

/// <summary>Who is logged in to which place of states.</summary>
/// <param name="User">The login.</param>
/// <param name="Url">The place.</param>
public sealed record PulumiLogin(string User, string Url)
{
    /// <summary>Whether the states are at a service, Pulumi Cloud or one's own.</summary>
    public bool IsCloud => Url.StartsWith("http", StringComparison.OrdinalIgnoreCase);

    /// <summary>What a stack's full name begins with: places that one manages by oneself have one organisation for all.</summary>
    public string Organization => IsCloud ? User : "organization";

    internal static PulumiLogin? TryParse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return new(Text(document.RootElement, "user"), Text(document.RootElement, "url"));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Text(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
