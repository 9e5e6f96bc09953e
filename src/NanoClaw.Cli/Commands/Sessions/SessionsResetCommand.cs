using System.CommandLine;
using NanoClaw.Cli.Administration;
using NanoClaw.Cli.Output;
using NanoClaw.Store;

namespace NanoClaw.Cli.Commands.Sessions;

/// <summary><c>nanoclaw sessions reset</c>.</summary>
internal static class SessionsResetCommand
{
    private const string Details = $$"""
        The next message begins a new conversation: the agent does not remember what was said before. The group's memory (CLAUDE.md), its tasks and its stored messages stay.

        --json: { reset }, the folders of the groups that had a session.

        Examples:
          nanoclaw sessions reset family
          nanoclaw sessions reset --all

        {{ExitCode.AdministrationHelp}}
        """;

    public static Command Create(CliContext context)
    {
        var which = new Argument<string?>("JID|FOLDER") { Description = "The group.", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all", "-a") { Description = "The sessions of all groups." };
        var json = CommonOptions.Json("the groups");
        var env = CommonOptions.EnvFile();
        var command = new DocumentedCommand("reset", "Ends a group's session, so that its next message begins a new one.", Details) { which, all, json, env };
        command.Validators.Add(result =>
        {
            if (result.GetValue(which) is null != result.GetValue(all))
            {
                result.AddError("Name a group by its folder or jid, or all with --all.");
            }
        });
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using var connection = StoreConnection.Open(context, parsed.GetValue(env));
                var groups = await Home.Administration.Groups.ReadAsync(connection.Store, cancellationToken);
                IReadOnlyList<RegisteredGroup> named = parsed.GetValue(which) is { } one ? [groups.Get(one)] : groups.All;
                var reset = new List<string>();
                foreach (var group in named)
                {
                    if (await connection.Store.Sessions.RemoveAsync(group.Folder, cancellationToken))
                    {
                        reset.Add(group.Folder);
                    }
                }

                if (parsed.GetValue(json))
                {
                    JsonOutput.Write(context, new ResetSessions(reset), types => types.ResetSessions);
                }
                else
                {
                    await context.Out.WriteLineAsync(
                        reset.Count == 0 ? "There was no session to end." : $"The next message begins a new session: {string.Join(", ", reset)}."
                    );
                }

                await WarnOfRunsAsync(connection, named, cancellationToken);
                return ExitCode.Success;
            }
        );
        return command;
    }

    /// <summary>A run notes its session when it ends.</summary>
    private static async Task WarnOfRunsAsync(StoreConnection connection, IReadOnlyList<RegisteredGroup> groups, CancellationToken cancellationToken)
    {
        foreach (
            var folder in (await connection.Store.Runs.ListUnfinishedAsync(cancellationToken)).Select(run => run.GroupFolder).Distinct(StringComparer.Ordinal)
        )
        {
            if (groups.Any(group => group.Folder == folder))
            {
                await connection.Context.Error.WriteLineAsync(
                    $"note: a run of {folder} is under way, and its session is kept when it ends. Reset it again then."
                );
            }
        }
    }
}
