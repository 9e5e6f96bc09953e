namespace NanoClaw.Host;

/// <summary>The rule for a group's folder: <c>^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$</c>, and not <c>global</c>.</summary>
public static class GroupFolder
{
    public const string Global = "global";

    public static bool IsValid(string? folder) =>
        folder is { Length: >= 1 and <= 64 }
        && char.IsAsciiLetterOrDigit(folder[0])
        && folder.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-')
        && !folder.Equals(Global, StringComparison.OrdinalIgnoreCase);
}
