using System.CommandLine;
using NanoClaw.Agents;
using NanoClaw.Cli.Administration;
using NanoClaw.Cli.Output;
using NanoClaw.Store;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Cli.Commands.Groups;

/// <summary><c>nanoclaw groups set</c>.</summary>
internal static class GroupsSetCommand
{
    private const string Details = $$"""
        What is not named stays as it is. The folder of a group cannot be changed: remove the group, rename the folder, and add it again.

        --json: the group, as 'groups list --json' prints it.

        Examples:
          nanoclaw groups set family --requires-trigger no
          nanoclaw groups set family --name "The family" --trigger @Ada
          nanoclaw groups set main --main no
          nanoclaw groups set family --main
          nanoclaw groups set strangers --fetch off

        {{ExitCode.AdministrationHelp}}
        """;

    public static Command Create(CliContext context)
    {
        var which = new Argument<string>("JID|FOLDER") { Description = "The group." };
        var name = new Option<string?>("--name") { Description = "Its name." };
        var trigger = new Option<string?>("--trigger") { Description = "What a message has to begin with to be answered." };
        var requiresTrigger = CommonOptions.YesNo("--requires-trigger", "Whether only such messages are answered.");
        var main = CommonOptions.YesNo("--main", "Whether it is the main group; there is one at most.");
        var fetch = CommonOptions.Fetch();
        var json = CommonOptions.Json("the group");
        var env = CommonOptions.EnvFile();
        var command = new DocumentedCommand("set", "Changes a group.", Details) { which, name, trigger, requiresTrigger, main, fetch, json, env };
        command.Validators.Add(result =>
        {
            if (
                result.GetResult(name) is null
                && result.GetResult(trigger) is null
                && result.GetResult(requiresTrigger) is null
                && result.GetResult(main) is null
                && result.GetResult(fetch) is null
            )
            {
                result.AddError("Name what to change: --name, --trigger, --requires-trigger, --main or --fetch.");
            }

            if (result.GetResult(name) is not null && string.IsNullOrWhiteSpace(result.GetValue(name)))
            {
                result.AddError("--name must not be empty.");
            }

            if (result.GetResult(trigger) is not null && string.IsNullOrWhiteSpace(result.GetValue(trigger)))
            {
                result.AddError("--trigger must not be empty. Where every message is to be answered: --requires-trigger no.");
            }
        });
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using var connection = StoreConnection.Open(context, parsed.GetValue(env));
                var groups = await Home.Administration.Groups.ReadAsync(connection.Store, cancellationToken);
                var before = groups.Get(parsed.GetValue(which)!);
                var after = before with
                {
                    Name = parsed.GetValue(name)?.Trim() ?? before.Name,
                    Trigger = parsed.GetValue(trigger)?.Trim() ?? before.Trigger,
                    RequiresTrigger = parsed.GetYesNo(requiresTrigger) ?? before.RequiresTrigger,
                    IsMain = parsed.GetYesNo(main) ?? before.IsMain,
                    Fetch = parsed.GetValue(fetch) ?? before.Fetch,
                };
                if (after.IsMain)
                {
                    groups.CheckMain(after.Jid, $"groups set {after.Folder} --main");
                }

                await connection.Store.Groups.PutAsync(after, cancellationToken);
                await ShowAsync(connection, before, after, parsed.GetValue(json), cancellationToken);
                await connection.WakeAssistantAsync("The change is heeded", after.Jid, cancellationToken);
                return ExitCode.Success;
            }
        );
        return command;
    }

    private static async Task ShowAsync(
        StoreConnection connection,
        RegisteredGroup before,
        RegisteredGroup after,
        bool json,
        CancellationToken cancellationToken
    )
    {
        var context = connection.Context;
        if (json)
        {
            var chat = (await connection.Store.Chats.ListAsync(cancellationToken)).FirstOrDefault(chat => chat.Jid == after.Jid);
            JsonOutput.Write(context, GroupEntry.Of(after, chat), types => types.GroupEntry);
            return;
        }

        var changes = new (string Name, string Before, string After)[]
        {
            ("name", before.Name, after.Name),
            ("trigger", before.Trigger, after.Trigger),
            ("requires-trigger", YesNo(before.RequiresTrigger), YesNo(after.RequiresTrigger)),
            ("main", YesNo(before.IsMain), YesNo(after.IsMain)),
            ("fetch", before.Fetch ?? AgentFetch.Asked, after.Fetch ?? AgentFetch.Asked),
        }
            .Where(change => change.Before != change.After)
            .ToList();
        if (changes.Count == 0)
        {
            await context.Out.WriteLineAsync($"{after.Folder} is already so.");
        }

        foreach (var change in changes)
        {
            await context.Out.WriteLineAsync($"{after.Folder}: {change.Name} {OneLine.Of(change.Before)} -> {OneLine.Of(change.After)}");
        }

        if (before.IsMain && !after.IsMain)
        {
            await context.Error.WriteLineAsync(
                "note: there is no main group now: no group may administer the others, and nobody is told of the budget. Choose one: nanoclaw groups set FOLDER --main."
            );
        }
    }

    private static string YesNo(bool value) => value ? "yes" : "no";
}
