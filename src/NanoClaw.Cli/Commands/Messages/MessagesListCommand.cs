using System.CommandLine;
using NanoClaw.Cli.Administration;
using NanoClaw.Cli.Output;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Cli.Commands.Messages;

/// <summary><c>nanoclaw messages list</c>.</summary>
internal static class MessagesListCommand
{
    private const int TextShown = 60;

    private const string Details = $$"""
        A message is set aside when the agent refuses it for good, alone and with nothing else in the request, or when every attempt at it fails by its own fault. All others are answered meanwhile. CODE is the contract's word for what went wrong (docs/CONTRACT.md).

        --json: an array of { number, chatJid, messageId, code, setAsideAt, sender, content }; sender and content are null where the message was deleted.

        Examples:
          nanoclaw messages list
          nanoclaw messages list --json | jq -r '.[].number'

        {{ExitCode.AdministrationHelp}}
        """;

    public static Command Create(CliContext context)
    {
        var json = CommonOptions.Json("the messages");
        var env = CommonOptions.EnvFile();
        var command = new DocumentedCommand("list", "Lists the messages that were set aside.", Details) { json, env };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using var connection = StoreConnection.TryOpen(context, parsed.GetValue(env));
                var messages = connection is null ? [] : await connection.Store.SetAside.ListAsync(cancellationToken);
                if (parsed.GetValue(json))
                {
                    JsonOutput.Write(context, messages, types => types.IReadOnlyListSetAsideMessage);
                }
                else if (messages.Count > 0)
                {
                    var table = new TextTable("NUMBER", "AT", "CHAT", "CODE", "SENDER", "TEXT");
                    foreach (var message in messages)
                    {
                        table.Add(
                            $"{message.Number}",
                            connection!.Times.Of(message.SetAsideAt, connection.Now),
                            message.ChatJid,
                            message.Code,
                            message.Sender,
                            OneLine.Of(message.Content ?? "(deleted)", TextShown)
                        );
                    }

                    table.Write(context);
                }
                else if (connection is not null)
                {
                    await context.Out.WriteLineAsync("No message is set aside.");
                }

                return ExitCode.Success;
            }
        );
        return command;
    }
}
