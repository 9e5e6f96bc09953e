using System.CommandLine;
using NanoClaw.Cli.Administration;
using NanoClaw.Cli.Output;
using NanoClaw.Store;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Cli.Commands.Groups;

/// <summary><c>nanoclaw groups add</c>.</summary>
internal static class GroupsAddCommand
{
    private const string Details = $$"""
        The folder, groups/FOLDER, holds the group's memory in its CLAUDE.md; one that is there already is taken over. The main group may administer the others, and is answered without being called.

        Nothing is kept of what is said in a chat before it is a group. What is there from an earlier time as one, here or in NanoClaw v1, is passed over, unless --answer-waiting is given.

        --json: the group, as 'groups list --json' prints it.

        Examples:
          nanoclaw groups list --all
          nanoclaw groups add 120363041234567890@g.us --folder family
          nanoclaw groups add tg:123456789 --name "Me" --main
          nanoclaw groups add tg:-1001234 --folder team --trigger @Ada
          nanoclaw groups add tg:-1005678 --folder notes --no-trigger-required

        {{ExitCode.AdministrationHelp}}
        """;

    /// <summary>v1's.</summary>
    private const string MainFolder = "main";

    private const int CountAtMost = 1000;

    public static Command Create(CliContext context)
    {
        var jid = new Argument<string>("JID") { Description = "The chat, as 'groups list --all' shows it." };
        var name = new Option<string?>("--name") { Description = "Its name. Default: the one the channel gave." };
        var folder = new Option<string?>("--folder")
        {
            Description = "Its folder: letters, digits, _ and -. Default: made of the name; main for the main group, if it is free.",
        };
        var trigger = new Option<string?>("--trigger")
        {
            Description = "What a message has to begin with to be answered. Default: @ and the assistant's name.",
        };
        var noTrigger = new Option<bool>("--no-trigger-required") { Description = "Answer every message." };
        var main = new Option<bool>("--main") { Description = "Make it the main group." };
        var fetch = CommonOptions.Fetch();
        var answerWaiting = new Option<bool>("--answer-waiting") { Description = "Answer the messages too that came while it was a group before." };
        var json = CommonOptions.Json("the group");
        var env = CommonOptions.EnvFile();
        var command = new DocumentedCommand("add", "Registers a chat as a group, which is answered from then on.", Details)
        {
            jid,
            name,
            folder,
            trigger,
            noTrigger,
            main,
            fetch,
            answerWaiting,
            json,
            env,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using var connection = StoreConnection.OpenOrCreate(context, parsed.GetValue(env));
                var request = new Request(
                    parsed.GetValue(jid)!.Trim(),
                    parsed.GetValue(name),
                    parsed.GetValue(folder),
                    parsed.GetValue(trigger),
                    RequiresTrigger: !parsed.GetValue(noTrigger),
                    parsed.GetValue(main),
                    parsed.GetValue(fetch),
                    parsed.GetValue(answerWaiting)
                );
                await AddAsync(connection, request, parsed.GetValue(json), cancellationToken);
                return ExitCode.Success;
            }
        );
        return command;
    }

    private static async Task AddAsync(StoreConnection connection, Request request, bool json, CancellationToken cancellationToken)
    {
        var (context, store) = (connection.Context, connection.Store);
        if (request.Jid is not { Length: >= 1 and <= 256 } || request.Jid.Any(char.IsControl))
        {
            throw new CliException(
                "The jid must have 1 to 256 characters. 'nanoclaw groups list --all' shows those of the chats that are known.",
                ExitCode.Usage
            );
        }

        var groups = await Home.Administration.Groups.ReadAsync(store, cancellationToken);
        if (groups.Find(request.Jid) is { } known && known.Jid == request.Jid)
        {
            throw new CliException(
                $"{known.Jid} is registered already, with the folder {known.Folder}. Change it with: nanoclaw groups set {known.Folder}.",
                ExitCode.Conflict
            );
        }

        var chat = (await store.Chats.ListAsync(cancellationToken)).FirstOrDefault(chat => chat.Jid == request.Jid);
        var group = ToGroup(connection, request, chat, groups);
        var folder = Home.Administration.Groups.MakeFolder(connection.Settings.Host.GroupsFolder, group.Folder);

        // The cursor first: a running assistant sees the group only with its old messages behind it.
        var passedOver = request.AnswerWaiting ? 0 : await PassOverAsync(store, group.Jid, cancellationToken);
        await store.Groups.PutAsync(group, cancellationToken);
        if (json)
        {
            JsonOutput.Write(context, GroupEntry.Of(group, chat), types => types.GroupEntry);
        }
        else
        {
            var answered =
                group.IsMain ? "It is the main group, and every message is answered"
                : group.RequiresTrigger ? $"Messages that begin with {OneLine.Of(group.Trigger)} are answered"
                : "Every message is answered";
            await context.Out.WriteLineAsync(
                $"Added {group.Folder} ({OneLine.Of(group.Name)}). {answered}; its memory is {Path.Combine(folder, "CLAUDE.md")}."
            );
            if (passedOver > 0)
            {
                await context.Out.WriteLineAsync($"What was written before is passed over ({Count(passedOver)}).");
            }
        }

        if (chat is null)
        {
            await context.Error.WriteLineAsync(
                $"warning: no chat {group.Jid} was ever seen. Nothing comes of a mistyped jid: compare it with 'nanoclaw groups list --all' once a message was written there."
            );
        }

        await connection.WakeAssistantAsync("The group is served", group.Jid, cancellationToken);
    }

    private static RegisteredGroup ToGroup(StoreConnection connection, Request request, Chat? chat, Home.Administration.Groups groups)
    {
        var name = Trimmed(request.Name) ?? Trimmed(chat?.Name) ?? Trimmed(request.Folder) ?? request.Jid;
        if (request.IsMain)
        {
            groups.CheckMain(request.Jid, $"groups add {request.Jid} --main");
        }

        // A group that was the main one before keeps its folder.
        var folder = request.Folder ?? (request.IsMain && groups.Find(MainFolder) is null ? MainFolder : Home.Administration.Groups.FolderOf(name));
        groups.CheckFolder(folder);

        return new RegisteredGroup
        {
            Jid = request.Jid,
            Name = name,
            Folder = folder,
            Trigger = Trimmed(request.Trigger) ?? $"@{connection.Settings.Host.AssistantName}",
            AddedAt = connection.Now,
            RequiresTrigger = request.RequiresTrigger,
            IsMain = request.IsMain,
            Fetch = request.Fetch,
        };
    }

    /// <returns>How many messages of people are behind the cursor now, counted no further than <see cref="CountAtMost"/>.</returns>
    private static async Task<int> PassOverAsync(IStore store, string jid, CancellationToken cancellationToken)
    {
        var cursor = await store.Cursors.GetAgentAsync(jid, cancellationToken);
        var waiting = await store.Messages.ReadSinceAsync(jid, cursor, CountAtMost, cancellationToken);
        if (waiting.Count == 0)
        {
            return 0;
        }

        var newest = (await store.Messages.ReadHistoryAsync(jid, 1, cancellationToken))[^1];
        await store.Cursors.SetAgentAsync(
            jid,
            waiting.Aggregate(cursor, static (passed, message) => passed.Including(message)).Including(newest),
            cancellationToken
        );
        return waiting.Count;
    }

    private static string Count(int messages) =>
        messages switch
        {
            1 => "1 message",
            CountAtMost => $"{CountAtMost} messages or more",
            _ => $"{messages} messages",
        };

    private static string? Trimmed(string? text) => text?.Trim() is { Length: > 0 } trimmed ? trimmed : null;

    private sealed record Request(
        string Jid,
        string? Name,
        string? Folder,
        string? Trigger,
        bool RequiresTrigger,
        bool IsMain,
        string? Fetch,
        bool AnswerWaiting
    );
}
