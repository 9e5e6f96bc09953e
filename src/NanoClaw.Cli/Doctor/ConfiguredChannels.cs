using NanoClaw.Channels.Telegram;

namespace NanoClaw.Cli.Doctor;

/// <summary>The channels whose credentials are there.</summary>
internal static class ConfiguredChannels
{
    public static IReadOnlyList<string> Of(DoctorContext context)
    {
        var channels = new List<string>();
        if (context.Configuration?[TelegramOptions.TokenKey]?.Trim() is { Length: > 0 })
        {
            channels.Add("telegram");
        }

        if (context.Settings is { StoreFolder: var store } && File.Exists(Path.Combine(store, "auth", "creds.json")))
        {
            channels.Add("whatsapp");
        }

        return channels;
    }
}
