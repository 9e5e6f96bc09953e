using System.Text.Json;
using System.Text.Json.Nodes;

namespace NanoClaw.LocalCloud.Updates.Dangers;

/// <summary>Access applications and policies by which services and people are let in, and which keep all others out.</summary>
internal static class LostAccess
{
    private static readonly string[] Open = ["everyone", "anyValidServiceToken"];

    public static IEnumerable<Danger> Find(UpdatePlan plan) => [.. Applications(plan), .. Policies(plan)];

    private static IEnumerable<Danger> Applications(UpdatePlan plan)
    {
        var left = plan.After.OfType(ResourceTypes.AccessApplication).Select(a => a.Text("domain")).ToHashSet(StringComparer.Ordinal);
        foreach (var before in plan.Of(ResourceTypes.AccessApplication).Where(s => s.Removes).Select(s => s.Before!))
        {
            var domain = before.Text("domain");
            yield return left.Contains(domain)
                ? new Danger(
                    DangerKind.Clients,
                    before.Name,
                    $"another application would take its place, with another audience: until the Worker has it, clients of {domain} are refused, and people sign in again."
                )
                : new Danger(
                    plan.After.Resources.Count == 0 ? DangerKind.Clients : DangerKind.Guard,
                    before.Name,
                    $"Access would no longer stand before {domain}: nobody gets the token there that the Worker demands."
                );
        }
    }

    private static IEnumerable<Danger> Policies(UpdatePlan plan)
    {
        foreach (var step in plan.Of(ResourceTypes.AccessPolicy))
        {
            if (step.Kind == UpdateKind.Delete && plan.After.Resources.Count > 0)
            {
                yield return new Danger(DangerKind.Clients, step.Before!.Name, $"whom only this policy let in is refused ({Who(step.Before)}).");
            }

            if (step is { Before: { } before, After: { } after } && before.Text("decision") != after.Text("decision"))
            {
                var opens = after.Text("decision") == "bypass";
                yield return new Danger(
                    opens ? DangerKind.Guard : DangerKind.Clients,
                    after.Name,
                    $"its decision would be {after.Text("decision")} in the place of {before.Text("decision")}{(opens ? ": Access asks nothing any more" : "")}."
                );
            }

            if (step.After is { } policy && step.Before is { } was && Includes(policy).Any(IsOpen) && !Includes(was).Any(IsOpen))
            {
                yield return new Danger(DangerKind.Guard, policy.Name, "it would let in more than it names: everyone, or every service token of the account.");
            }
        }
    }

    private static bool IsOpen(JsonObject include) => Open.Any(include.ContainsKey);

    private static IEnumerable<JsonObject> Includes(DeployedResource policy) => (policy.State["includes"] as JsonArray ?? []).OfType<JsonObject>();

    private static string Who(DeployedResource policy) => string.Join(", ", Includes(policy).Select(i => i.ToJsonString(JsonSerializerOptions.Web)));
}
