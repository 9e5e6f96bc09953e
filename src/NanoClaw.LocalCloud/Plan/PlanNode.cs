using System.Text.Json.Nodes;

namespace NanoClaw.LocalCloud;

/// <summary>One resource of a plan, with those below it. No secret is in it.</summary>
public sealed record PlanNode(string Type, string Name, JsonObject Inputs, IReadOnlyList<PlanNode> Children);
