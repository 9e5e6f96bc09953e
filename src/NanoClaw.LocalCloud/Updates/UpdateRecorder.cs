using System.Text.Json.Nodes;
using NanoClaw.LocalCloud.Updates.Provider;

namespace NanoClaw.LocalCloud.Updates;

/// <summary>
/// Plays Pulumi's engine for one update: finds what stood for each resource that the program registers, by its URN or a former
/// one, asks the provider's table what becomes of it, and lets what is replaced have other ids and secrets.
/// </summary>
internal sealed class UpdateRecorder(DeployedStack before, RegistrationLog log, KeptValues kept) : IResourceHistory
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, DeployedResource> _standing = before.Resources.ToDictionary(r => r.Urn, StringComparer.Ordinal);
    private readonly Dictionary<string, UpdateStep> _steps = new(StringComparer.Ordinal);

    public IReadOnlyList<(string Name, string MigrationTag)> Workers { get; } = [.. before.MigrationTags.Select(t => (t.Key, t.Value))];

    public JsonObject? Outputs => before.Updates == 0 && before.Resources.Count == 0 ? null : before.Outputs;

    public async Task<string> RegisterAsync(string type, string name, JsonObject inputs, IReadOnlyCollection<string> secrets)
    {
        var registration = log.Find(type, name) ?? throw new LocalCloudException($"The program registered {type} '{name}' unseen.");
        var urn = registration.Urn(before.Name).ToString();
        var former = await registration.FormerUrnsAsync(before.Name).ConfigureAwait(false);
        var declared = kept.Inputs(inputs, secrets);
        lock (_gate)
        {
            var stood = new[] { urn }.Concat(former.Select(f => f.ToString())).Select(Take).FirstOrDefault(r => r is not null);
            var step = Decide(registration, urn, stood, declared);
            _steps[urn] = step;
            return step.After!.Identity;
        }
    }

    /// <summary>The steps: what was registered in the program's order, then what it registered no more.</summary>
    public IReadOnlyList<UpdateStep> Steps()
    {
        lock (_gate)
        {
            return
            [
                .. log.Registrations.Select(r => _steps.GetValueOrDefault(r.Urn(before.Name).ToString())).OfType<UpdateStep>(),
                .. before.Resources.Where(r => _standing.ContainsKey(r.Urn)).Reverse().Select(r => new UpdateStep { Kind = UpdateKind.Delete, Before = r }),
            ];
        }
    }

    private DeployedResource? Take(string urn) => _standing.Remove(urn, out var resource) ? resource : null;

    private UpdateStep Decide(Registration registration, string urn, DeployedResource? stood, JsonObject declared)
    {
        var behaviour = ProviderTable.Find(registration.Type);
        var state = behaviour?.Plan(stood?.State, declared, registration.IgnoreChanges) ?? declared;
        var resource = new DeployedResource
        {
            Urn = urn,
            Type = registration.Type,
            Name = registration.Name,
            Parent = registration.Parent?.Name,
            State = state,
            Identity = stood?.Identity ?? NewIdentity(registration),
            Protect = registration.Protect,
            RetainOnDelete = registration.RetainOnDelete,
            DeleteBeforeReplace = registration.DeleteBeforeReplace,
        };
        if (stood is null)
        {
            return new UpdateStep { Kind = UpdateKind.Create, After = resource };
        }

        var changes = PropertyComparison.Of(stood.State, state);
        var replacing = registration
            .ReplaceOnChanges.Select(path => path.Split('.', '[')[0])
            .Concat(behaviour?.Replaces ?? [])
            .ToHashSet(StringComparer.Ordinal);
        changes = [.. changes.Select(c => c with { Replaces = replacing.Contains(c.Property) || replacing.Contains("*") })];
        if (changes.Any(c => c.Replaces))
        {
            var anew = resource with { State = behaviour?.Plan(stood: null, declared, []) ?? declared, Identity = NewIdentity(registration) };
            return new UpdateStep
            {
                Kind = UpdateKind.Replace,
                Before = stood,
                After = anew,
                Changes = changes,
            };
        }

        return new UpdateStep
        {
            Kind = changes.Count == 0 ? UpdateKind.Same : UpdateKind.Update,
            Before = stood,
            After = resource,
            Changes = changes,
        };
    }

    // Of the first update: what an evaluation by itself has, so that plans that were made apart can be compared.
    private string NewIdentity(Registration registration) =>
        EmptyAccount.Identity(registration.Type, registration.Name) + (before.Updates == 0 ? "" : $"\0{before.Updates}");
}
