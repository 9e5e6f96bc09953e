using System.Text.Json.Nodes;
using NanoClaw.LocalCloud.Updates;

namespace NanoClaw.LocalCloud.Tests.Updates;

/// <summary>
/// An account that takes an update step by step, in Pulumi's order, and refuses what Cloudflare refuses: a second of what there is
/// one of, null for what always has a value, and the deletion of what something else still names.
/// </summary>
internal sealed class FakeAccount
{
    private static readonly Dictionary<string, string[]> OnlyOne = new(StringComparer.Ordinal)
    {
        ["Ruleset"] = ["zoneId", "phase"],
        ["WorkersScript"] = ["scriptName"],
        ["WorkersCustomDomain"] = ["hostname"],
        ["D1Database"] = ["name"],
        ["R2Bucket"] = ["name"],
        ["AiGateway"] = ["aiGatewayId"],
    };

    private static readonly Dictionary<string, string[]> AlwaysThere = new(StringComparer.Ordinal)
    {
        ["D1Database"] = ["readReplication"],
        ["AiGateway"] = ["authentication", "logManagement", "logManagementStrategy", "logpush", "rateLimitingTechnique", "zdr"],
    };

    private readonly List<DeployedResource> _standing = [];

    public IReadOnlyList<DeployedResource> Standing => _standing;

    /// <summary>Does an update.</summary>
    /// <returns>What was refused.</returns>
    public IReadOnlyList<string> Apply(UpdatePlan plan)
    {
        var refused = new List<string>();
        foreach (var step in plan.Steps.Where(s => s.After is not null))
        {
            refused.AddRange(Put(step));
        }

        // Whatever was replaced or left goes last, the youngest first.
        foreach (
            var gone in plan
                .Steps.Where(s => s.Kind == UpdateKind.Delete)
                .Concat(plan.Steps.Where(s => s.Kind == UpdateKind.Replace).Reverse())
                .Select(s => s.Before!)
        )
        {
            _standing.RemoveAll(r => ReferenceEquals(r, gone));
            refused.AddRange(_standing.Where(r => Names(r, gone)).Select(r => $"{gone.Name} is deleted while {r.Name} names it"));
        }

        return refused;
    }

    /// <summary>Takes in what stands already, such as what was made by hand.</summary>
    public void Take(DeployedStack stack)
    {
        _standing.Clear();
        _standing.AddRange(stack.Resources);
    }

    private IEnumerable<string> Put(UpdateStep step)
    {
        var (type, after) = (TypeOf(step.After!), step.After!);
        if (step.Kind is UpdateKind.Create or UpdateKind.Replace)
        {
            var same = _standing.FirstOrDefault(r =>
                r.Type == after.Type && OnlyOne.TryGetValue(type, out var keys) && keys.All(k => Text(r, k) == Text(after, k))
            );
            _standing.Add(after);
            return same is null ? [] : [$"there is already a {type} like {after.Name}: {same.Name}"];
        }

        _standing[_standing.FindIndex(r => ReferenceEquals(r, step.Before))] = after;
        return AlwaysThere
            .GetValueOrDefault(type, [])
            .Where(p => step.Before!.State[p] is not null && after.State[p] is null)
            .Select(p => $"{p} of {after.Name} can't be null");
    }

    private static bool Names(DeployedResource other, DeployedResource gone) =>
        !ReferenceEquals(other, gone)
        && IdOf(gone) is { } id
        && Strings(other.State).Contains(id, StringComparer.Ordinal)
        && TypeOf(other) switch
        {
            // Each by its own way of naming: a hostname or a bucket may be called like the Worker.
            "ZeroTrustAccessPolicy" => TypeOf(gone) == "ZeroTrustAccessServiceToken",
            "ZeroTrustAccessApplication" => TypeOf(gone) == "ZeroTrustAccessPolicy",
            "WorkersScriptSubdomain" or "WorkersCustomDomain" => TypeOf(gone) == "WorkersScript",
            "WorkersScript" => TypeOf(gone) is "D1Database" or "R2Bucket",
            _ => false,
        };

    private static string? IdOf(DeployedResource resource) =>
        TypeOf(resource) switch
        {
            "ZeroTrustAccessServiceToken" or "ZeroTrustAccessPolicy" or "D1Database" => ProviderValues.ForPreview.Uuid(resource.Identity),
            "WorkersScript" => Text(resource, "scriptName"),
            "R2Bucket" => Text(resource, "name"),
            _ => null,
        };

    private static IEnumerable<string> Strings(JsonNode? node) =>
        node switch
        {
            JsonObject map => map.SelectMany(p => Strings(p.Value)),
            JsonArray list => list.SelectMany(Strings),
            JsonValue value when value.TryGetValue<string>(out var text) => [text],
            _ => [],
        };

    private static string? Text(DeployedResource resource, string property) => resource.State[property]?.ToString();

    private static string TypeOf(DeployedResource resource) => resource.Type.Split(':')[^1];
}
