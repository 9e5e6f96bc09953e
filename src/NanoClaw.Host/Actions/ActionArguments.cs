using System.Text.Json;

namespace NanoClaw.Host.Actions;

/// <summary>The arguments of an action: what a model wrote, so nothing about them is taken for granted.</summary>
internal sealed class ActionArguments(JsonElement arguments)
{
    /// <exception cref="ActionRefusedException">It is missing, no text or blank.</exception>
    public string Text(string name) =>
        TextOrNull(name) is { } text && !string.IsNullOrWhiteSpace(text)
            ? text
            : throw new ActionRefusedException($"{name} is missing.");

    /// <exception cref="ActionRefusedException">It is there and no text.</exception>
    public string? TextOrNull(string name)
    {
        if (!arguments.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : throw new ActionRefusedException($"{name} must be a string.");
    }
}
