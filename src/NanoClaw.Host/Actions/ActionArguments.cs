using System.Text.Json;

namespace NanoClaw.Host.Actions;

/// <summary>The arguments of an action: what a model wrote, so nothing about them is taken for granted.</summary>
internal sealed class ActionArguments(JsonElement arguments)
{
    /// <exception cref="ActionRefusedException">It is missing, no text or blank.</exception>
    public string Text(string name) => TextOrNull(name) ?? throw new ActionRefusedException($"{name} is missing.");

    /// <summary>Null also where it is blank: a model fills what it does not want to give.</summary>
    /// <exception cref="ActionRefusedException">It is there and no text.</exception>
    public string? TextOrNull(string name)
    {
        if (!arguments.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind is not JsonValueKind.String)
        {
            throw new ActionRefusedException($"{name} must be a string.");
        }

        try
        {
            return value.GetString() is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;
        }
        catch (InvalidOperationException exception)
        {
            throw new ActionRefusedException($"{name} has half of a character (a lone surrogate) in it.", exception);
        }
    }
}
