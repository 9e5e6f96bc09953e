using System.Collections;
using NanoClaw.Infra.Settings;
using Pulumi;

namespace NanoClaw.Infra.Components;

/// <summary>Asks the owner of the zone's rules whether they cover a hostname.</summary>
public static class HostnameCover
{
    /// <summary>The output in which an owner lists the hostnames its rules are for.</summary>
    public const string OutputName = "coveredHostnames";

    /// <summary>
    /// The hostname, once it is known to be covered: what is made from it or depends on it waits for that, and is not made where it is not.
    /// </summary>
    public static Output<string> Confirm(StackSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.OwnerStack is not { } ownerName)
        {
            return Output.Create(settings.Hostname);
        }

        var owner = new StackReference(ownerName);
        return owner.GetOutput(OutputName).Apply(covered => Check(settings.Hostname, ownerName, covered));
    }

    private static string Check(string hostname, string owner, object? covered)
    {
        if (covered is not IEnumerable and not null || covered is string or null)
        {
            throw new RunException($"{SettingKeys.Namespace}:{SettingKeys.OwnerStack} = {owner}: that stack has no output '{OutputName}'. Run 'pulumi up' there first, with {SettingKeys.ZoneRules} set to owner.");
        }

        return ((IEnumerable)covered).OfType<string>().Contains(hostname, StringComparer.Ordinal)
            ? hostname
            : throw new RunException($"{SettingKeys.Namespace}:{SettingKeys.Hostname} = {hostname}: the zone's rules in {owner} do not cover it, so it would stand unguarded. Add it to {SettingKeys.Namespace}:{SettingKeys.Hostnames} of that stack, run 'pulumi up' there, then here.");
    }
}
