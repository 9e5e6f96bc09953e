using System.Text.Json.Nodes;

namespace NanoClaw.LocalCloud.Updates;

/// <summary>One property that an update changes.</summary>
/// <param name="Path">From the resource's inputs, such as <c>bindings[RUNS_PER_DAY].text</c>.</param>
/// <param name="Before">What stood; null where nothing did.</param>
/// <param name="After">What will stand; null where nothing will.</param>
public sealed record PropertyChange(string Path, JsonNode? Before, JsonNode? After)
{
    /// <summary>Whether this is why the resource is replaced.</summary>
    public bool Replaces { get; init; }

    /// <summary>The first part of the path: the resource's own property.</summary>
    public string Property => Path.Split('.', '[', ' ')[0];
}
