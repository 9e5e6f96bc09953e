using System.CommandLine;
using NanoClaw.Cli.Administration;
using NanoClaw.Cli.Output;
using NanoClaw.History.Searching;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Cli.Commands.History;

/// <summary><c>nanoclaw history search</c>.</summary>
internal static class HistorySearchCommand
{
    private const int MostShown = 10_000;

    private const string Details = $$"""
        It finds the messages that have all of the words, in any order and as parts of longer ones; what is in quotation marks is looked for as it stands. Capitals and accents do not count: cafe finds CAFÉ. What people wrote is looked through, and what the assistant said; what it said in Telegram before this version was not kept. A chat that is no group any more is named by its jid.

        --json: an array of { id, at, sender, senderName, fromAssistant, excerpt, text }, the newest first; excerpt is the part around the first word.

        Examples:
          nanoclaw history search family dentist
          nanoclaw history search family dentist tuesday --since 30d
          nanoclaw history search family "see you at" --limit 5
          nanoclaw history search family invoice --json | jq -r '.[].text'

        {{ExitCode.AdministrationHelp}}
        """;

    public static Command Create(CliContext context)
    {
        var group = new Argument<string>("GROUP") { Description = "The group: its folder or jid." };
        var words = new Argument<string[]>("WORDS") { Description = "What to look for.", Arity = ArgumentArity.OneOrMore };
        var since = CommonOptions.Since();
        var limit = CommonOptions.Limit(20, MostShown);
        var json = CommonOptions.Json("the messages");
        var env = CommonOptions.EnvFile();
        var command = new DocumentedCommand("search", "Finds what was said in a group, the newest first.", Details) { group, words, since, limit, json, env };
        command.Validators.Add(result =>
        {
            if (result.GetValue(words) is { Length: > 0 } given && Array.TrueForAll(given, string.IsNullOrWhiteSpace))
            {
                result.AddError("Name a word to look for.");
            }
        });
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using var connection = StoreConnection.Open(context, parsed.GetValue(env));
                var chatJid = await FindChatAsync(connection, parsed.GetValue(group)!, cancellationToken);
                var past = parsed.GetPast(since);
                var found = new HistorySearch(connection.Store.Messages).FindAsync(
                    chatJid,
                    parsed.GetValue(words)!,
                    past is { } length ? connection.Now - length : null,
                    cancellationToken
                );
                var messages = new List<FoundMessage>();
                await foreach (var message in found)
                {
                    messages.Add(message);
                    if (messages.Count == parsed.GetValue(limit))
                    {
                        break;
                    }
                }

                if (parsed.GetValue(json))
                {
                    JsonOutput.Write(context, [.. messages.Select(HistoryEntry.Of)], types => types.IReadOnlyListHistoryEntry);
                }
                else
                {
                    Show(connection, messages);
                }

                return ExitCode.Success;
            }
        );
        return command;
    }

    /// <summary>A group, or the jid of a chat that was one.</summary>
    private static async Task<string> FindChatAsync(StoreConnection connection, string typed, CancellationToken cancellationToken)
    {
        var groups = await Home.Administration.Groups.ReadAsync(connection.Store, cancellationToken);
        return groups.Find(typed)?.Jid
            ?? (await connection.Store.Chats.ListAsync(cancellationToken)).FirstOrDefault(chat => chat.Jid == typed)?.Jid
            ?? groups.Get(typed).Jid;
    }

    private static void Show(StoreConnection connection, List<FoundMessage> messages)
    {
        if (messages.Count == 0)
        {
            connection.Context.Out.WriteLine("No message has all of that.");
            return;
        }

        var table = new TextTable("AT", "WRITER", "TEXT");
        foreach (var (message, excerpt) in messages)
        {
            table.Add(connection.Times.Of(message.Timestamp), message.SenderName ?? message.Sender, excerpt);
        }

        table.Write(connection.Context);
    }
}
