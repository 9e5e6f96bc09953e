using System.Collections;
using System.Collections.Immutable;
using NanoClaw.Infra.Settings;
using Pulumi;

namespace NanoClaw.Infra.Deployed;

/// <summary>Asks the owner of the zone's rules whether they cover a hostname.</summary>
internal static class HostnameCover
{
    /// <summary>The output in which an owner lists the hostnames its rules are for.</summary>
    public const string OutputName = "coveredHostnames";

    /// <summary>Returns where the hostname is covered, or where no owner is named to be asked.</summary>
    /// <exception cref="RunException">It is not, or the owner cannot be asked.</exception>
    public static async Task ConfirmAsync(StackSettings settings)
    {
        if (settings.OwnerStack is { } owner)
        {
            Check(settings.Hostname, owner, await ReadAsync(owner).ConfigureAwait(false));
        }
    }

    private static async Task<ImmutableDictionary<string, object>> ReadAsync(string owner)
    {
        try
        {
            return await StackOutputs.ReadAsync(owner).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new RunException(
                $"{SettingKeys.Namespace}:{SettingKeys.OwnerStack} = {owner}: that stack's outputs could not be read: {OneLine.Of(e)} Correct the name, or run 'pulumi up' there first.",
                e
            );
        }
    }

    private static void Check(string hostname, string owner, ImmutableDictionary<string, object> outputs)
    {
        var covered = outputs.GetValueOrDefault(OutputName);
        if (covered is string or not IEnumerable)
        {
            throw new RunException(
                $"{SettingKeys.Namespace}:{SettingKeys.OwnerStack} = {owner}: that stack has no output '{OutputName}'. Run 'pulumi up' there first, with {SettingKeys.ZoneRules} set to owner."
            );
        }

        if (!((IEnumerable)covered).OfType<string>().Contains(hostname, StringComparer.Ordinal))
        {
            throw new RunException(
                $"{SettingKeys.Namespace}:{SettingKeys.Hostname} = {hostname}: the zone's rules in {owner} do not cover it, so it would stand unguarded. Add it to {SettingKeys.Namespace}:{SettingKeys.Hostnames} of that stack, run 'pulumi up' there, then here."
            );
        }
    }
}
