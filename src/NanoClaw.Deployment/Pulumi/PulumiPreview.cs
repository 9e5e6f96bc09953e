using System.Text.Json;

namespace NanoClaw.Deployment.Pulumi;

/// <summary>What <c>pulumi preview --json</c> prints, without any value of it.</summary>
/// <param name="Steps">What would be done, in the engine's order.</param>
/// <param name="Errors">What the program and the providers had to say against it.</param>
public sealed record PulumiPreview(IReadOnlyList<PulumiStep> Steps, IReadOnlyList<string> Errors)
{
    /// <summary>Those that change something.</summary>
    public IEnumerable<PulumiStep> Changes => Steps.Where(step => step.IsChange);

    internal static bool TryParse(string json, out PulumiPreview preview)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            preview = new(
                [.. Items(document.RootElement, "steps").Select(step => PulumiStep.Of(Text(step, "op"), Text(step, "urn")))],
                [.. Items(document.RootElement, "diagnostics").Where(d => Text(d, "severity") == "error").Select(d => Text(d, "message").Trim())]
            );
            return true;
        }
        catch (JsonException)
        {
            preview = new([], []);
            return false;
        }
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array
            ? items.EnumerateArray()
            : default;

    private static string Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()!
            : "";
}
