using NanoClaw.Agents;

namespace NanoClaw.Host;

/// <summary>
/// A time zone by its IANA name, which the agent has to know as well. This machine also knows zones by the names of
/// files that are no names elsewhere.
/// </summary>
public static class TimeZoneName
{
    private const string LocalFile = "/etc/localtime";
    private const string Folder = "zoneinfo/";
    private static readonly string[] OtherFolders = ["posix/", "right/"];

    /// <summary>The name, translated where there is one of the same zone; null where there is none.</summary>
    /// <param name="name">What a person set: also <c>:Europe/Paris</c>, <c>posix/Europe/Paris</c> or <c>localtime</c>.</param>
    public static string? Resolve(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var zone = name.StartsWith(':') ? name[1..] : name;
        if (zone.Equals("localtime", StringComparison.OrdinalIgnoreCase) || zone == LocalFile)
        {
            zone = OfLink(LocalFile) ?? zone;
        }

        if (zone.LastIndexOf(Folder, StringComparison.Ordinal) is >= 0 and var at)
        {
            zone = zone[(at + Folder.Length)..];
        }

        foreach (var folder in OtherFolders.Where(folder => zone.StartsWith(folder, StringComparison.OrdinalIgnoreCase)))
        {
            zone = zone[folder.Length..];
        }

        if (TimeZoneInfo.TryConvertWindowsIdToIanaId(zone, out var iana))
        {
            zone = iana;
        }

        return AgentContract.IsTimeZoneName(zone) && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) ? zone : null;
    }

    private static string? OfLink(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
