using System.CommandLine;
using NanoClaw.Channels.WhatsApp.Login;

namespace NanoClaw.Cli.Commands;

/// <summary><c>nanoclaw whatsapp login</c>: shows a code until WhatsApp on the phone has used it.</summary>
internal static class WhatsAppLoginCommand
{
    private const string Details = $$"""
        WhatsApp is reached by a sidecar, a program of its own that needs Node.js 20 or later. Its packages (Baileys, MIT; libsignal, GPL-3.0) are installed from the npm registry the first time. A login of NanoClaw v1 in store/auth is used as it is.

        Without --phone: in WhatsApp on the phone, open Settings, Linked devices, Link a device, and scan the code.
        With --phone: choose Link with phone number instead there, and type the code.

        With --json each step is a line on the standard output: {"event":"progress","message":...}, {"event":"qr","data":...}, {"event":"pairing_code","code":...}, and at the end {"event":"connected","jid":...,"name":...}.

        Examples:
          nanoclaw whatsapp login
          nanoclaw whatsapp login --phone 15550001111
          nanoclaw whatsapp login --json | jq -r 'select(.event == "connected").jid'

        {{WhatsAppCommand.ExitCodes}}
        """;

    public static Command Create(CliContext context)
    {
        var phone = new Option<string?>("--phone") { Description = "The number of the account with its country's code, to link by a code that is typed." };
        var json = new Option<bool>("--json") { Description = "Print each step as a line of JSON; no code is drawn." };
        var store = WhatsAppCommand.StoreOption();
        var env = CommonOptions.EnvFile();
        var command = new DocumentedCommand("login", "Links the assistant with a WhatsApp account, by a QR code or a code to type.", Details)
        {
            phone,
            json,
            store,
            env,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var number = parsed.GetValue(phone) is { } text ? ReadPhone(text) : null;
                ILoginProgress progress = parsed.GetValue(json) ? new JsonLoginProgress(context.Out) : new TerminalLoginProgress(context);
                var account = await new WhatsAppLogin(WhatsAppCommand.ReadOptions(context, parsed.GetValue(store), parsed.GetValue(env)), context.Time)
                    .LogInAsync(number, progress, cancellationToken)
                    .ConfigureAwait(false);
                if (progress is JsonLoginProgress lines)
                {
                    lines.Connected(account);
                }
                else
                {
                    var name = account.Name is null ? "" : $" ({TerminalText.Safe(account.Name)})";
                    context.Out.WriteLine($"Linked with {account.Phone}{name}. 'nanoclaw run' now answers on WhatsApp.");
                }

                return ExitCode.Success;
            }
        );
        return command;
    }

    /// <summary>The digits of a number that is written with a plus, spaces, dashes or brackets.</summary>
    private static string ReadPhone(string text)
    {
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        return digits.Length is >= 8 and <= 15 && !digits.StartsWith('0') && text.All(c => char.IsAsciiDigit(c) || c is '+' or ' ' or '-' or '(' or ')')
            ? digits
            : throw new CliException($"--phone must be a number with its country's code, such as 15550001111, not '{text}'.", ExitCode.Usage);
    }
}
