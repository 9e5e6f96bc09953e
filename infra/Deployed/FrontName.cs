using System.Collections.Immutable;
using NanoClaw.Infra.Settings;
using Pulumi;

namespace NanoClaw.Infra.Deployed;

/// <summary>
/// Refuses names of which one would be another stack's: the front is called as the agent, with an ending. An agent's Worker is known
/// by its Durable Objects, which a front has not.
/// </summary>
internal static class FrontName
{
    /// <param name="settings">What is wanted.</param>
    /// <param name="isDeployed">Whether this stack was deployed before: then the name is its own.</param>
    /// <param name="workers">Those of the account.</param>
    /// <exception cref="RunException">A Worker of this stack would take another one's place.</exception>
    public static void Check(StackSettings settings, bool isDeployed, ImmutableArray<DeployedWorker> workers)
    {
        var own = settings.WorkerName;
        bool IsAgent(string name) => workers.Any(w => w.Id == name && !string.IsNullOrEmpty(w.MigrationTag));

        if (IsAgent(own + SettingRules.FrontSuffix))
        {
            throw Refused(
                own,
                $"the Worker before its agent would be called {own}{SettingRules.FrontSuffix}, and another stack's agent is, with all its sessions"
            );
        }

        if (
            !isDeployed
            && own.EndsWith(SettingRules.FrontSuffix, StringComparison.Ordinal)
            && !IsAgent(own)
            && workers.Any(w => w.Id == own)
            && IsAgent(own[..^SettingRules.FrontSuffix.Length])
        )
        {
            throw Refused(own, $"the Worker before the agent of {own[..^SettingRules.FrontSuffix.Length]} is called so, and its clients would be cut off");
        }
    }

    private static RunException Refused(string name, string why) =>
        new($"{SettingKeys.Namespace}:{SettingKeys.WorkerName} = {name}: {why}. One of the two needs another name; nothing was registered.");
}
