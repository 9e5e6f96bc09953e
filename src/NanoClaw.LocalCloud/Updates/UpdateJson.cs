using System.Text.Json.Nodes;

namespace NanoClaw.LocalCloud.Updates;

/// <summary>An update as JSON, with Pulumi's words for what it does. No secret is in it.</summary>
public static class UpdateJson
{
    public static JsonObject Of(UpdatePlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new JsonObject
        {
            ["stack"] = plan.Before.Name,
            ["steps"] = new JsonArray([.. plan.Steps.Select(Step)]),
            ["outputs"] = plan.After.Outputs.DeepClone(),
            ["outputChanges"] = Changes(plan.OutputChanges),
            ["dangers"] = new JsonArray([
                .. plan.Dangers.Select(d => new JsonObject
                {
                    ["kind"] = Word(d.Kind),
                    ["resource"] = d.Resource,
                    ["text"] = d.Text,
                }),
            ]),
            ["changeSummary"] = new JsonObject(
                Enum.GetValues<UpdateKind>().Where(k => plan.Count(k) > 0).Select(k => KeyValuePair.Create(Word(k), (JsonNode?)plan.Count(k)))
            ),
        };
    }

    /// <summary>A kind in the words of the JSON form and the command line.</summary>
    public static string Word(Enum kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());
    }

    private static JsonNode Step(UpdateStep step)
    {
        var json = new JsonObject
        {
            ["op"] = Word(step.Kind),
            ["urn"] = step.Resource.Urn,
            ["type"] = step.Resource.Type,
            ["name"] = step.Resource.Name,
            ["parent"] = step.Resource.Parent,
            ["protect"] = step.Resource.Protect,
        };
        if (step is { Before: { } before, After: { } after } && before.Urn != after.Urn)
        {
            json["formerUrn"] = before.Urn;
        }

        if (step.Kind == UpdateKind.Create)
        {
            json["inputs"] = step.After!.State.DeepClone();
        }

        if (step.Changes.Count > 0)
        {
            json["replaceReasons"] = new JsonArray([.. step.Changes.Where(c => c.Replaces).Select(c => (JsonNode)c.Path)]);
            json["detailedDiff"] = Changes(step.Changes);
        }

        return json;
    }

    private static JsonObject Changes(IReadOnlyList<PropertyChange> changes) =>
        new(
            changes.Select(c =>
                KeyValuePair.Create(
                    c.Path,
                    (JsonNode?)
                        new JsonObject
                        {
                            ["kind"] =
                                (
                                    c.Before is null ? "add"
                                    : c.After is null ? "delete"
                                    : "update"
                                ) + (c.Replaces ? "-replace" : ""),
                            ["before"] = c.Before?.DeepClone(),
                            ["after"] = c.After?.DeepClone(),
                        }
                )
            )
        );
}
