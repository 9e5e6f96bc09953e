using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NanoClaw.Channels.Telegram;
using NanoClaw.Channels.WhatsApp;
using NanoClaw.Host;
using NanoClaw.Store;

namespace NanoClaw.Cli.Running;

/// <summary>The assistant as a process: its store, its agent and its channels in a .NET generic host.</summary>
internal static class AssistantProcess
{
    /// <summary>Builds the host; nothing runs yet. The store is the caller's to dispose of.</summary>
    public static IHost Build(AssistantSettings settings, IStore store, TimeProvider time)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(settings.LogLevel).AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
        });
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton(store);
        builder.Services.AddNanoClawAgent(settings.Configuration);
        builder.Services.AddTelegram(settings.Configuration, settings.Host.AssistantName);
        builder.Services.AddWhatsApp(settings.Configuration, settings.StoreFolder, settings.Host.AssistantName);
        builder.Services.AddNanoClaw(settings.Host);
        return builder.Build();
    }
}
