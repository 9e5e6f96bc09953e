using System.Text.Json.Nodes;
using NanoClaw.LocalCloud.Updates.Provider;

namespace NanoClaw.LocalCloud.Updates;

/// <summary>
/// Reads what <c>nanoclaw preview --json</c> prints: a plan of a new stack. It is all that a revision from before <c>--out</c> can
/// give. It says nothing of protection, and of secrets only that they are there.
/// </summary>
internal static class PrintedPlan
{
    public static DeployedStack Read(JsonObject plan)
    {
        var name = plan["stack"]!.GetValue<string>();
        var resources = new List<DeployedResource>();
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        var chains = new Dictionary<string, string>(StringComparer.Ordinal);

        // The first step is the stack itself, the parent that is not named in a URN. A resource may have its name too, and is no parent.
        var steps = ((JsonArray)plan["steps"]!).OfType<JsonObject>().ToArray();
        var root = steps[0]["name"]!.GetValue<string>();
        foreach (var step in steps.Skip(1))
        {
            var (type, logical) = (step["type"]!.GetValue<string>(), step["name"]!.GetValue<string>());
            var parent = step["parent"]?.GetValue<string>() is { } above && above != root ? above : null;
            var chain = parent is null ? type : $"{chains[parent]}${type}";
            chains[logical] = chain;
            var state = (JsonObject)step["inputs"]!.DeepClone();
            if (state["migrations"]?["newTag"]?.GetValue<string>() is { } tag)
            {
                // A stack that is deployed for long has its migrations, and the block has left the plan.
                tags[state["scriptName"]!.GetValue<string>()] = tag;
                state.Remove("migrations");
            }

            resources.Add(new DeployedResource
            {
                Urn = new ResourceUrn(name, chain, logical).ToString(),
                Type = type,
                Name = logical,
                Parent = parent,
                State = ProviderTable.Find(type)?.Complete(state) ?? state,
                Identity = EmptyAccount.Identity(type, logical),
            });
        }

        return new DeployedStack { Name = name, Resources = resources, Outputs = (JsonObject)plan["outputs"]!.DeepClone(), MigrationTags = tags };
    }
}
