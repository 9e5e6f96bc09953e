using NanoClaw.Host;

namespace NanoClaw.Channels.Terminal;

/// <summary>The terminal's chats: <c>terminal:</c> and a name that could be a group's folder.</summary>
public static class TerminalJid
{
    public const string Prefix = "terminal:";

    /// <exception cref="ArgumentException">The name is none of a chat.</exception>
    public static string Of(string name) =>
        GroupFolder.IsValid(name)
            ? Prefix + name
            : throw new ArgumentException(
                $"'{name}' is no name of a group: letters, digits, - and _, 64 at most, a letter or a digit first, and not 'global'.",
                nameof(name)
            );

    public static bool TryRead(string jid, out string name)
    {
        name = jid.StartsWith(Prefix, StringComparison.Ordinal) ? jid[Prefix.Length..] : "";
        return name.Length > 0;
    }

    /// <summary>The name of a chat that is known to be a terminal's.</summary>
    public static string NameOf(string jid) =>
        TryRead(jid, out var name) ? name : throw new ArgumentException($"{jid} is no chat of a terminal: its chats begin with {Prefix}.", nameof(jid));
}
