namespace NanoClaw.Cli.Importing;

/// <summary>Tells a chat's channel by the form of its id, as v1's channels make them.</summary>
internal static class GroupChannel
{
    private static readonly string[] Served = ["whatsapp", "telegram", "terminal"];

    public static bool IsServed(string? channel) => channel is not null && Served.Contains(channel, StringComparer.Ordinal);

    public static string? Of(string jid)
    {
        if (jid.EndsWith("@g.us", StringComparison.Ordinal) || jid.EndsWith("@s.whatsapp.net", StringComparison.Ordinal) || jid.EndsWith("@lid", StringComparison.Ordinal))
        {
            return "whatsapp";
        }

        var colon = jid.IndexOf(':', StringComparison.Ordinal);
        return colon <= 0 ? null : jid[..colon] switch
        {
            "tg" => "telegram",
            "dc" => "discord",
            var name => name,
        };
    }
}
