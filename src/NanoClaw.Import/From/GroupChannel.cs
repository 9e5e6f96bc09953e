namespace NanoClaw.Import.From;

/// <summary>Tells a chat's channel by the form of its id, as v1's channels make them.</summary>
public static class GroupChannel
{
    public static string? Of(string jid)
    {
        if (
            jid.EndsWith("@g.us", StringComparison.Ordinal)
            || jid.EndsWith("@s.whatsapp.net", StringComparison.Ordinal)
            || jid.EndsWith("@lid", StringComparison.Ordinal)
        )
        {
            return "whatsapp";
        }

        var colon = jid.IndexOf(':', StringComparison.Ordinal);
        return colon <= 0
            ? null
            : jid[..colon] switch
            {
                "tg" => "telegram",
                "dc" => "discord",
                var name => name,
            };
    }
}
