using System.Text.RegularExpressions;

namespace NanoClaw.Infra.Settings;

/// <summary>The shapes that values must have.</summary>
internal static partial class SettingRules
{
    /// <summary>The zone of a local cloud, the only one without a dot.</summary>
    public const string LocalZone = "localhost";

    /// <summary>Ends the name of a front's Worker, which begins with the agent's.</summary>
    public const string FrontSuffix = "-front";

    /// <summary>Ends the name of an admin page's Worker, which begins with the agent's.</summary>
    public const string AdminSuffix = "-admin-page";

    /// <summary>In characters: Cloudflare takes 63, and the admin page's has more.</summary>
    public const int LongestWorkerName = 52;

    public static bool IsId(string text) => Id().IsMatch(text);

    public static bool IsHostname(string text) => text.Length <= 253 && HostnamePattern().IsMatch(text);

    public static bool IsZoneName(string text) => text == LocalZone || (IsHostname(text) && text.Contains('.', StringComparison.Ordinal));

    public static bool IsWithin(string hostname, string domain) => hostname == domain || hostname.EndsWith($".{domain}", StringComparison.Ordinal);

    public static bool IsEmail(string text) => text.Length <= 254 && Email().IsMatch(text);

    /// <summary>Whether a Worker may be called so, and the admin page's after it without being another stack's Worker.</summary>
    public static bool IsWorkerName(string text) =>
        text.Length <= LongestWorkerName && WorkerName().IsMatch(text) && !text.EndsWith(AdminSuffix, StringComparison.Ordinal);

    public static bool IsTeamDomain(string text) => TeamDomain().IsMatch(text);

    public static bool IsRuleRef(string text) => RuleRef().IsMatch(text) && !text.StartsWith("nanoclaw_", StringComparison.Ordinal);

    public static bool IsStackName(string text) => StackName().IsMatch(text);

    [GeneratedRegex(@"^[0-9a-f]{32}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Id();

    // RFC 1123: labels of letters, digits and hyphens, none at either end, 63 characters at most.
    [GeneratedRegex(
        @"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex HostnamePattern();

    [GeneratedRegex(@"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Email();

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WorkerName();

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.cloudflareaccess\.com\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TeamDomain();

    [GeneratedRegex(@"^[a-z0-9_]{1,64}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RuleRef();

    [GeneratedRegex(@"^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StackName();
}
