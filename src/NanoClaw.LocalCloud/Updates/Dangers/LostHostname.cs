using System.Text.Json.Nodes;

namespace NanoClaw.LocalCloud.Updates.Dangers;

/// <summary>Hostnames under which clients are no longer answered.</summary>
internal static class LostHostname
{
    // The output in which the zone's owner lists the hostnames that its rules are for.
    private const string CoveredHostnames = "coveredHostnames";

    public static IEnumerable<Danger> Find(UpdatePlan plan) => [.. Domains(plan), .. Uncovered(plan)];

    private static IEnumerable<Danger> Domains(UpdatePlan plan)
    {
        foreach (var step in plan.Of(ResourceTypes.CustomDomain).Where(s => s.Removes))
        {
            yield return new Danger(DangerKind.Clients, step.Before!.Name, Text(step.Before.Text("hostname"), step.After?.Text("hostname")));
        }
    }

    private static string Text(string? was, string? will) =>
        will is null ? $"{was} would lead nowhere: every client is refused."
        : was != will
            ? $"{was} would lead nowhere, and clients go on calling it until they have the new endpoint: run 'nanoclaw config pull' where NanoClaw runs, after the update."
        : $"{was} would be attached anew before the old attachment is deleted, and may lead nowhere after that: run 'pulumi up --refresh' once more and ask it.";

    private static IEnumerable<Danger> Uncovered(UpdatePlan plan)
    {
        var lost = Covered(plan.Before).Except(Covered(plan.After), StringComparer.Ordinal).ToArray();
        return lost.Length == 0 || plan.After.Resources.Count == 0
            ? []
            :
            [
                new Danger(
                    DangerKind.Clients,
                    CoveredHostnames,
                    $"the zone's rules would no longer cover {string.Join(", ", lost)}: the stack that serves it is refused its next update, and its hostname stands without these rules. Take that stack away first."
                ),
            ];
    }

    private static IEnumerable<string> Covered(DeployedStack stack) => (stack.Outputs[CoveredHostnames] as JsonArray ?? []).Select(h => h!.ToString());
}
