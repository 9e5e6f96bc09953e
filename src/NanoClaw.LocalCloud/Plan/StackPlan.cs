using System.Text.Json.Nodes;

namespace NanoClaw.LocalCloud;

/// <summary>What an update of a new stack would create: a tree as <c>pulumi preview</c> shows it, and the outputs. No secret is in it.</summary>
public sealed record StackPlan(PlanNode Root, JsonObject Outputs)
{
    /// <summary>How a secret is shown, as Pulumi shows it.</summary>
    public const string Secret = "[secret]";

    /// <summary>The number of resources, the stack and components included.</summary>
    public int ResourceCount => Count(Root);

    /// <summary>The plan of an evaluation.</summary>
    public static StackPlan Of(EvaluatedStack stack)
    {
        ArgumentNullException.ThrowIfNull(stack);
        var mask = new SecretMask(stack.SecretValues);
        var children = stack.Declared.Resources.ToLookup(r => r.Parent ?? "", StringComparer.Ordinal);
        var outputs = new JsonObject();
        foreach (var (name, value) in stack.Declared.Outputs)
        {
            outputs[name] = stack.SecretOutputs.Contains(name) ? Secret : mask.Apply(value);
        }

        return new StackPlan(new PlanNode("pulumi:pulumi:Stack", $"{StackConfiguration.Project}-{stack.Declared.Name}", [], Below("")), outputs);

        IReadOnlyList<PlanNode> Below(string parent) => [.. children[parent].Select(r => new PlanNode(r.Type, r.Name, mask.Inputs(r), Below(r.Name)))];
    }

    /// <summary>The tree as lines: type with its branches, name.</summary>
    public IEnumerable<(string Type, string Name)> Lines() => Lines(Root, "", "");

    /// <summary>The plan as JSON: the steps in the order of creation, and the outputs.</summary>
    public JsonObject ToJson() =>
        new()
        {
            ["stack"] = Root.Name[(StackConfiguration.Project.Length + 1)..],
            ["steps"] = new JsonArray([.. Steps(Root, parent: null)]),
            ["outputs"] = Outputs.DeepClone(),
            ["changeSummary"] = new JsonObject { ["create"] = ResourceCount },
        };

    /// <summary>A type as Pulumi shows it, without the module's file: <c>cloudflare:index/ruleset:Ruleset</c> is <c>cloudflare:index:Ruleset</c>.</summary>
    public static string ShortType(string type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type.Split(':') is [var package, var module, var name] ? $"{package}:{module.Split('/')[0]}:{name}" : type;
    }

    private static int Count(PlanNode node) => 1 + node.Children.Sum(Count);

    private static IEnumerable<JsonNode> Steps(PlanNode node, string? parent)
    {
        yield return new JsonObject
        {
            ["op"] = "create",
            ["type"] = node.Type,
            ["name"] = node.Name,
            ["parent"] = parent,
            ["inputs"] = node.Inputs.DeepClone(),
        };
        foreach (var step in node.Children.SelectMany(child => Steps(child, node.Name)))
        {
            yield return step;
        }
    }

    private static IEnumerable<(string Type, string Name)> Lines(PlanNode node, string branch, string indent)
    {
        yield return (branch + ShortType(node.Type), node.Name);
        for (var i = 0; i < node.Children.Count; i++)
        {
            var isLast = i == node.Children.Count - 1;
            foreach (var line in Lines(node.Children[i], indent + (isLast ? "└─ " : "├─ "), indent + (isLast ? "   " : "│  ")))
            {
                yield return line;
            }
        }
    }
}
