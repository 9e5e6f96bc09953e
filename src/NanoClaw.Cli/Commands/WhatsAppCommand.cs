using System.CommandLine;
using NanoClaw.Channels.WhatsApp;
using NanoClaw.Home.Configuration;
using NanoClaw.Home.Keys;

namespace NanoClaw.Cli.Commands;

/// <summary><c>nanoclaw whatsapp</c>: the assistant's link with a WhatsApp account.</summary>
internal static class WhatsAppCommand
{
    /// <summary>The lines of <c>--help</c>.</summary>
    public const string ExitCodes = """
        Exit codes:
          0  done
          1  failed, or (status) not signed in
          2  the command line is wrong
          130  interrupted
        """;

    public static Command Create(CliContext context) =>
        new("whatsapp", "The link with a WhatsApp account.")
        {
            WhatsAppLoginCommand.Create(context),
            WhatsAppStatusCommand.Create(context),
            WhatsAppLogoutCommand.Create(context),
        };

    public static Option<string?> StoreOption() =>
        new("--store")
        {
            Description =
                $"The folder of messages.db; the login is in its folder auth. Default: {AssistantKeys.StoreFolder} of the environment or .env, or else store.",
        };

    public static WhatsAppOptions ReadOptions(CliContext context, string? store, string? envFile)
    {
        var configuration = ProcessConfiguration.Open(context, envFile);
        var folder = store ?? (configuration[AssistantKeys.StoreFolder]?.Trim() is { Length: > 0 } set ? set : "store");
        return new WhatsAppOptions
        {
            StoreFolder = Path.GetFullPath(folder, context.ProjectFolder),
            SidecarScript = configuration[WhatsAppOptions.SidecarKey]?.Trim() is { Length: > 0 } script
                ? Path.GetFullPath(script, context.ProjectFolder)
                : null,
        };
    }
}
