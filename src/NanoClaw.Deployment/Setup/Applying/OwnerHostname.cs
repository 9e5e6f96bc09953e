using NanoClaw.Deployment.Setup.Surveying;
using NanoClaw.Deployment.StackFiles;
using NanoClaw.Infra.Settings;

namespace NanoClaw.Deployment.Setup.Applying;

/// <summary>A member's hostname is refused until the rules of the zone's owner know it: it goes into the owner's file.</summary>
internal static class OwnerHostname
{
    /// <returns>The owner's file with the hostname; null where it has it, or the owner is not here.</returns>
    public static (string Stack, StackFile File, SettingChange Change)? Find(StackFolder folder, Role role, StackSettings settings)
    {
        if (settings.ZoneRules is not null || role.Owner is not { } owner)
        {
            return null;
        }

        var file = folder.Read(owner)!;
        var listed = file.List(SettingKeys.Hostnames);
        // An empty list stands for the owner's own hostname.
        IEnumerable<string> known =
            listed.Count > 0 ? listed
            : file.Scalar(SettingKeys.Hostname) is { } own ? [own]
            : [];
        var changed = file.With(
            SettingKeys.Hostnames,
            new StackValue.List([.. known.Append(settings.Hostname).Distinct(StringComparer.Ordinal)]),
            [.. SettingKeys.All.Select(definition => definition.Key)]
        );
        return ReferenceEquals(changed, file)
            ? null
            : (
                owner,
                changed,
                new SettingChange(owner, SettingKeys.Hostnames, file.Get(SettingKeys.Hostnames)?.ToString(), changed.Get(SettingKeys.Hostnames)!.ToString()!)
            );
    }
}
