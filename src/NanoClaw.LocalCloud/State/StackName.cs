using System.Text.RegularExpressions;

namespace NanoClaw.LocalCloud;

/// <summary>The rule for a stack's name: Pulumi's own, but for a leading dot or dash, since the name becomes a folder's.</summary>
public static partial class StackName
{
    /// <summary>The stack with built-in settings, which needs no file and no account.</summary>
    public const string Local = "local";

    /// <summary>Whether a name may be a stack's.</summary>
    public static bool IsValid(string name) => Pattern().IsMatch(name);

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_.\-]{0,99}\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
