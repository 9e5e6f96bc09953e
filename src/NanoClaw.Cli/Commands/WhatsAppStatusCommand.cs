using System.CommandLine;
using System.Text;
using System.Text.Json;
using NanoClaw.Channels.WhatsApp.Login;

namespace NanoClaw.Cli.Commands;

/// <summary><c>nanoclaw whatsapp status</c>: what the store says, without a connection.</summary>
internal static class WhatsAppStatusCommand
{
    private const string Details = $"""
        Says what the store holds; whether WhatsApp is connected now is in 'nanoclaw status'.

        Examples:
          nanoclaw whatsapp status
          nanoclaw whatsapp status --json

        {WhatsAppCommand.ExitCodes}
        """;

    public static Command Create(CliContext context)
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object: signedIn, jid, name, usedBy, waiting." };
        var store = WhatsAppCommand.StoreOption();
        var env = CommonOptions.EnvFile();
        var command = new DocumentedCommand("status", "Shows which WhatsApp account the assistant is linked with.", Details) { json, store, env };
        command.SetAction(parsed =>
        {
            var login = StoredLogin.Read(WhatsAppCommand.ReadOptions(context, parsed.GetValue(store), parsed.GetValue(env)).StoreFolder);
            if (parsed.GetValue(json))
            {
                context.Out.WriteLine(ToJson(login));
            }
            else
            {
                WriteText(context.Out, login);
            }

            return login.Account is null ? ExitCode.Failure : ExitCode.Success;
        });
        return command;
    }

    private static void WriteText(TextWriter output, StoredLogin login)
    {
        if (login.Account is not { } account)
        {
            output.WriteLine("Not linked with a WhatsApp account: run 'nanoclaw whatsapp login'.");
            return;
        }

        var name = account.Name is null ? "" : $" ({TerminalText.Safe(account.Name)})";
        output.WriteLine($"Linked with {account.Phone}{name}.");
        output.WriteLine(login.UsedBy is { } process ? $"In use by process {process}." : "Not in use: 'nanoclaw run' connects.");
        if (login.Waiting > 0)
        {
            output.WriteLine($"{login.Waiting} {(login.Waiting == 1 ? "message waits" : "messages wait")} for the assistant.");
        }
    }

    private static string ToJson(StoredLogin login)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteBoolean("signedIn", login.Account is not null);
            json.WriteString("jid", login.Account?.Jid);
            json.WriteString("name", login.Account?.Name);
            if (login.UsedBy is { } process)
            {
                json.WriteNumber("usedBy", process);
            }
            else
            {
                json.WriteNull("usedBy");
            }

            json.WriteNumber("waiting", login.Waiting);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
