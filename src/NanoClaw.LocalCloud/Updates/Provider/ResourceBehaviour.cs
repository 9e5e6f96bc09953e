using System.Text.Json.Nodes;

namespace NanoClaw.LocalCloud.Updates.Provider;

/// <summary>How the provider treats a resource from its second update on. Properties go by Pulumi's names.</summary>
internal sealed record ResourceBehaviour
{
    /// <summary>The type's token.</summary>
    public required string Type { get; init; }

    /// <summary>Where it is read from: a file of the provider's source.</summary>
    public required string Source { get; init; }

    /// <summary>Properties of which a change makes a new resource and deletes the old one: <c>RequiresReplace</c>.</summary>
    public IReadOnlyList<string> Replaces { get; init; } = [];

    /// <summary>Properties that stay as they stood where nothing is declared: optional and computed.</summary>
    public IReadOnlyList<string> Kept { get; init; } = [];

    /// <summary>Properties that are never changed once the resource stands, whatever is declared.</summary>
    public IReadOnlyList<string> Fixed { get; init; } = [];

    /// <summary>Lists whose order is nothing: sets of the provider.</summary>
    public IReadOnlyList<string> Sets { get; init; } = [];

    /// <summary>What the provider itself puts in for a property that is not declared, by the property.</summary>
    public IReadOnlyDictionary<string, string> Defaults { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// What the API answers for a property that is not declared and that the provider does not compute: from a refresh on it stands,
    /// and the next update takes it away again. JSON, by the property.
    /// </summary>
    public IReadOnlyDictionary<string, string> Answers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Properties that the API does not let be taken away: the provider sends null for them, which is refused.</summary>
    public IReadOnlyList<string> RefusesNull { get; init; } = [];

    /// <summary>Properties of which there can't be two resources with the same: a replacement that keeps them meets the old one.</summary>
    public IReadOnlyList<string> Unique { get; init; } = [];

    /// <summary>Whether a deletion changes nothing in the account.</summary>
    public bool StaysWhenDeleted { get; init; }

    /// <summary>What stands after the update by the provider's plan.</summary>
    /// <param name="stood">What the provider kept; null for a new resource.</param>
    /// <param name="declared">What the program declares.</param>
    /// <param name="ignored">The paths whose changes are to be ignored.</param>
    public JsonObject Plan(JsonObject? stood, JsonObject declared, IReadOnlyList<string> ignored)
    {
        var planned = (JsonObject)declared.DeepClone();
        if (stood is not null)
        {
            foreach (var path in ignored)
            {
                IgnoredPath.Restore(path, stood, planned);
            }

            foreach (var property in Kept.Where(p => planned[p] is null).Concat(Fixed).Where(p => stood[p] is not null))
            {
                planned[property] = stood[property]!.DeepClone();
            }
        }

        return Complete(planned);
    }

    /// <summary>A state with the provider's defaults.</summary>
    public JsonObject Complete(JsonObject state)
    {
        var complete = Filled(state, Defaults);
        foreach (var property in Sets)
        {
            if (complete[property] is JsonArray set)
            {
                complete[property] = new JsonArray([.. set.OrderBy(e => e?.ToJsonString(), StringComparer.Ordinal).Select(e => e?.DeepClone())]);
            }
        }

        return complete;
    }

    /// <summary>A state as a refresh leaves it.</summary>
    public JsonObject Refresh(JsonObject state) => Filled(state, Answers);

    private static JsonObject Filled(JsonObject state, IReadOnlyDictionary<string, string> values)
    {
        var filled = (JsonObject)state.DeepClone();
        foreach (var (property, json) in values.Where(v => filled[v.Key] is null))
        {
            filled[property] = JsonNode.Parse(json);
        }

        return filled;
    }
}
