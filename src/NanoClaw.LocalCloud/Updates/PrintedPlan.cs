using System.Text.Json.Nodes;
using NanoClaw.LocalCloud.Updates.Provider;

namespace NanoClaw.LocalCloud.Updates;

/// <summary>
/// Reads what <c>nanoclaw preview --json</c> prints: a plan of a new stack. It is all that a revision from before <c>--out</c> can
/// give. It says nothing of protection, and of secrets only that they are there.
/// </summary>
internal static class PrintedPlan
{
    /// <exception cref="FormatException">It is not what is printed.</exception>
    public static DeployedStack Read(JsonObject plan)
    {
        var name = Text(plan, "stack");
        var resources = new List<DeployedResource>();
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        var chains = new Dictionary<string, string>(StringComparer.Ordinal);

        // The first step is the stack itself, the parent that is not named in a URN. A resource may have its name too, and is no parent.
        if (plan["steps"] is not JsonArray { Count: > 0 } steps || plan["outputs"] is not JsonObject outputs)
        {
            throw new FormatException("There are no steps and outputs.");
        }

        var root = Text(steps[0], "name");
        foreach (var step in steps.Skip(1))
        {
            var (type, logical) = (Text(step, "type"), Text(step, "name"));
            var parent = step!["parent"]?.ToString() is { } above && above != root ? above : null;
            var chain = parent is null ? type : $"{chains.GetValueOrDefault(parent) ?? throw new FormatException($"{logical} comes before {parent}.")}${type}";
            chains[logical] = chain;
            var state = (step["inputs"] as JsonObject)?.DeepClone() as JsonObject ?? throw new FormatException($"{logical} has no inputs.");
            if (state["migrations"] is JsonObject migrations)
            {
                // A stack that is deployed for long has its migrations, and the block has left the plan.
                tags[Text(state, "scriptName")] = Text(migrations, "newTag");
                state.Remove("migrations");
            }

            resources.Add(
                new DeployedResource
                {
                    Urn = new ResourceUrn(name, chain, logical).ToString(),
                    Type = type,
                    Name = logical,
                    Parent = parent,
                    State = ProviderTable.Find(type)?.Complete(state) ?? state,
                    Identity = EmptyAccount.Identity(type, logical),
                }
            );
        }

        return new DeployedStack
        {
            Name = name,
            Resources = resources,
            Outputs = (JsonObject)outputs.DeepClone(),
            MigrationTags = tags,
        };
    }

    private static string Text(JsonNode? node, string key) => (node as JsonObject)?[key]?.ToString() ?? throw new FormatException($"There is no {key}.");
}
