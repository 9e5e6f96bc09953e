using System.Collections.Frozen;
using Microsoft.Extensions.DependencyInjection;
using NanoClaw.Channels.Telegram;
using NanoClaw.Channels.WhatsApp;
using NanoClaw.Home.Settings;

namespace NanoClaw.Home.Channels;

/// <summary>A channel that the assistant can have.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Options">Whose public constants are the keys that it reads.</param>
/// <param name="HowToGet">What a person does to have it: half a sentence.</param>
/// <param name="IsConfigured">Whether its credentials are there.</param>
/// <param name="Add">Adds it to the process.</param>
public sealed record AssistantChannel(
    string Name,
    Type Options,
    string HowToGet,
    Func<AssistantSettings, bool> IsConfigured,
    Action<IServiceCollection, AssistantSettings> Add
);

/// <summary>
/// The channels of <c>nanoclaw run</c>: a new one is one more entry, and a check of the doctor's by its name. One
/// without credentials is absent.
/// </summary>
public static class AssistantChannels
{
    public static IReadOnlyList<AssistantChannel> All { get; } =
    [
        new(
            "telegram",
            typeof(TelegramOptions),
            $"Telegram: set {TelegramOptions.TokenKey} to a bot's token from @BotFather",
            settings => settings.Configuration[TelegramOptions.TokenKey]?.Trim() is { Length: > 0 },
            (services, settings) => services.AddTelegram(settings.Configuration, settings.Host.AssistantName)
        ),
        new(
            "whatsapp",
            typeof(WhatsAppOptions),
            "WhatsApp: nanoclaw whatsapp login",
            settings => WhatsAppOptions.HasLogin(settings.StoreFolder),
            (services, settings) => services.AddWhatsApp(settings.Configuration, settings.StoreFolder, settings.Host.AssistantName)
        ),
    ];

    /// <summary>Of <c>nanoclaw chat</c>, which needs no setting up.</summary>
    private const string Terminal = "terminal";

    /// <summary>Every channel that there is here, set up or not.</summary>
    public static IReadOnlySet<string> Names { get; } = All.Select(channel => channel.Name).Append(Terminal).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Those whose credentials are there.</summary>
    /// <exception cref="CliException">There is none.</exception>
    public static IReadOnlyList<AssistantChannel> Configured(AssistantSettings settings) =>
        All.Where(channel => channel.IsConfigured(settings)).ToList() is { Count: > 0 } configured
            ? configured
            : throw new CliException(
                $"No channel is configured. Take one of these (docs/CHANNELS.md):\n  {string.Join("\n  ", All.Select(channel => channel.HowToGet))}\n  this terminal: nanoclaw chat",
                ExitCode.Usage
            );
}
