using System.CommandLine;
using NanoClaw.Channels.WhatsApp.Login;

namespace NanoClaw.Cli.Commands;

/// <summary><c>nanoclaw whatsapp logout</c>: ends the link at WhatsApp and removes its keys.</summary>
internal static class WhatsAppLogoutCommand
{
    private const string Details = $"""
        Needs a connection, and 'nanoclaw run' ended. The messages in the store stay.

        Examples:
          nanoclaw whatsapp logout

        {WhatsAppCommand.ExitCodes}
        """;

    public static Command Create(CliContext context)
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object: status (signed_out, or was_signed_out)." };
        var store = WhatsAppCommand.StoreOption();
        var env = CommonOptions.EnvFile();
        var command = new DocumentedCommand("logout", "Ends the link with the WhatsApp account.", Details) { json, store, env };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var isTold = await new WhatsAppLogin(WhatsAppCommand.ReadOptions(context, parsed.GetValue(store), parsed.GetValue(env)), context.Time)
                    .LogOutAsync(new TerminalLoginProgress(context), cancellationToken)
                    .ConfigureAwait(false);
                context.Out.WriteLine(
                    (parsed.GetValue(json), isTold) switch
                    {
                        (true, true) => """{"status":"signed_out"}""",
                        (true, false) => """{"status":"was_signed_out"}""",
                        (false, true) => "The link with WhatsApp is ended, and its keys are removed.",
                        (false, false) => "There was no link with WhatsApp any more; nothing of it is left here.",
                    }
                );
                return ExitCode.Success;
            }
        );
        return command;
    }
}
