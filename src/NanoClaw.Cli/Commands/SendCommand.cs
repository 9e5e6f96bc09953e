using System.CommandLine;
using NanoClaw.Cli.Administration;
using NanoClaw.Cli.Output;
using NanoClaw.Host.Outbox;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Cli.Commands;

/// <summary><c>nanoclaw send</c>: a text to a chat, in the assistant's name.</summary>
internal static class SendCommand
{
    private const string Details = $$"""
        The text goes to the outbox, from where the running assistant sends it; where none runs, it waits for the next start. A long one is sent in parts of at most 4,000 characters. 'nanoclaw status' shows what waits and what a chat refused.

        --json: { chatJid, deliveryIds, assistantRunning }; one id for each part.

        Examples:
          nanoclaw send family "Dinner is ready."
          nanoclaw send 120363041234567890@g.us "Dinner is ready."
          df -h | nanoclaw send main -

        {{ExitCode.AdministrationHelp}}
        """;

    public static Command Create(CliContext context)
    {
        var which = new Argument<string>("JID|FOLDER") { Description = "A group, or a chat that 'groups list --all' shows." };
        var text = new Argument<string>("TEXT") { Description = "What to send; - reads it from standard input." };
        var json = CommonOptions.Json("what was put into the outbox");
        var env = CommonOptions.EnvFile();
        var command = new DocumentedCommand("send", "Sends a text to a chat, in the assistant's name.", Details) { which, text, json, env };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using var connection = StoreConnection.Open(context, parsed.GetValue(env));
                var said = parsed.GetValue(text)!;
                said = (said == "-" ? await context.In.ReadToEndAsync(cancellationToken) : said).Trim();
                var jid = await FindChatAsync(connection, parsed.GetValue(which)!, cancellationToken);
                var parts = OutgoingText.Of($"sent-{Guid.CreateVersion7(connection.Now):N}", jid, said, context.Time);
                if (parts.Count == 0)
                {
                    throw new CliException("There is nothing to send: the text is empty.", ExitCode.Usage);
                }

                await connection.Store.Outbox.AddAsync(parts, cancellationToken);
                var isRunning = connection.Assistant.FindOwner() is not null;
                if (parsed.GetValue(json))
                {
                    JsonOutput.Write(context, new SentText(jid, [.. parts.Select(part => part.DeliveryId)], isRunning), types => types.SentText);
                }
                else
                {
                    await context.Out.WriteLineAsync(
                        $"{(isRunning ? "Handed to the running assistant" : "Put into the outbox")} for {OneLine.Of(jid)}{(parts.Count == 1 ? "" : $", in {parts.Count} parts")}."
                    );
                }

                await connection.WakeAssistantAsync("The text is sent", jid, cancellationToken);
                return ExitCode.Success;
            }
        );
        return command;
    }

    /// <summary>A text for a chat that no channel has would wait for ever.</summary>
    private static async Task<string> FindChatAsync(StoreConnection connection, string jidOrFolder, CancellationToken cancellationToken)
    {
        if ((await Home.Administration.Groups.ReadAsync(connection.Store, cancellationToken)).Find(jidOrFolder) is { } group)
        {
            return group.Jid;
        }

        return (await connection.Store.Chats.ListAsync(cancellationToken)).FirstOrDefault(chat => chat.Jid == jidOrFolder)?.Jid
            ?? throw new CliException($"There is no group and no chat {jidOrFolder}. 'nanoclaw groups list --all' shows them.", ExitCode.NotFound);
    }
}
