using NanoClaw.Home.Running;

namespace NanoClaw.Home.Administration;

/// <summary>Tells a chat's channel by the form of its id, as v1's channels make them.</summary>
public static class GroupChannel
{
    /// <summary>Of <c>nanoclaw chat</c>, which needs no setting up.</summary>
    private const string Terminal = "terminal";

    /// <summary>Whether this project has such a channel, set up or not.</summary>
    public static bool IsServed(string? channel) => channel == Terminal || AssistantChannels.All.Any(known => known.Name == channel);

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
