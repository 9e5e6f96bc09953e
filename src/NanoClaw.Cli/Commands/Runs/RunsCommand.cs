using System.CommandLine;
using NanoClaw.Cli.Administration;
using NanoClaw.Cli.Output;
using NanoClaw.Home.Administration;
using NanoClaw.Store;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Cli.Commands.Runs;

/// <summary><c>nanoclaw runs</c>.</summary>
internal static class RunsCommand
{
    private const int MostShown = 10_000;
    private const string Running = "running";
    private const string Succeeded = "succeeded";
    private const string Failed = "failed";

    private const string Details = $$"""
        ID is the end of a run's id, as much of it as tells it from all others; 'runs show ID' takes it. COST is what the model's provider asks, by the price table or MODEL_BUDGET_PRICES. A run that never told what it used, since it was cut off or is under way, has no tokens.

        --json: an array of { runId, id, groupFolder, chatJid, taskId, status, errorCode, startedAt, endedAt, durationMs, attempt, modelCalls, model, answeredBy, tokens: [{ model, fresh, cacheRead, cacheWrite, output, usd }], usd }; usd is null where a model's price is not known.

        Examples:
          nanoclaw runs
          nanoclaw runs --group family --state failed --since 7d
          nanoclaw runs --task k3f9 --limit 10
          nanoclaw runs --since 30d --limit 10000 --json | jq 'map(.usd // 0) | add'

        {{ExitCode.AdministrationHelp}}
        """;

    public static Command Create(CliContext context)
    {
        var group = new Option<string?>("--group", "-g") { Description = "Those of this group alone: its folder or jid." };
        var task = new Option<string?>("--task", "-t") { Description = "Those of this task: the beginning of its id." };
        var state = new Option<string?>("--state") { Description = $"Those that are {Running}, {Succeeded} or {Failed}." };
        state.AcceptOnlyFromAmong(Running, Succeeded, Failed);
        var since = CommonOptions.Since();
        var limit = CommonOptions.Limit(20, MostShown);
        var json = CommonOptions.Json("the runs");
        var env = CommonOptions.EnvFile();
        var command = new DocumentedCommand("runs", "Lists the runs of the agent, the newest first: for whom, how they ended, what they used.", Details)
        {
            group,
            task,
            state,
            since,
            limit,
            json,
            env,
        };
        command.Add(RunsShowCommand.Create(context));
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var past = parsed.GetPast(since);
                await using var connection = StoreConnection.TryOpen(context, parsed.GetValue(env));
                var runs = connection is null
                    ? []
                    : await new RunReader(connection).ListAsync(
                        new RunFilter
                        {
                            GroupFolder = await Home.Administration.Groups.FolderOfAsync(connection.Store, parsed.GetValue(group), cancellationToken),
                            TaskId = parsed.GetValue(task) is { } typed ? (await TaskIds.FindAsync(connection.Store, typed, cancellationToken)).Id : null,
                            Status = parsed.GetValue(state) is { } word ? Enum.Parse<RunStatus>(word, ignoreCase: true) : null,
                            Since = past is { } length ? connection.Now - length : null,
                            Limit = parsed.GetValue(limit),
                        },
                        cancellationToken
                    );
                if (parsed.GetValue(json))
                {
                    JsonOutput.Write(context, runs, types => types.IReadOnlyListRunReport);
                }
                else if (connection is not null)
                {
                    await ShowAsync(connection, runs, cancellationToken);
                }

                return ExitCode.Success;
            }
        );
        return command;
    }

    private static async Task ShowAsync(StoreConnection connection, IReadOnlyList<RunReport> runs, CancellationToken cancellationToken)
    {
        if (runs.Count == 0)
        {
            await connection.Context.Out.WriteLineAsync("No runs.");
            return;
        }

        var tasks = TaskIds.Shortened(await connection.Store.Tasks.ListAsync(cancellationToken: cancellationToken));
        var table = new TextTable("ID", "BEGAN", "TOOK", "GROUP", "FOR", "TOKENS", "COST", "OUTCOME");
        foreach (var run in runs)
        {
            table.Add(
                run.Id,
                connection.Times.Of(run.StartedAt),
                run.EndedAt is null ? null : RunText.Took(run.DurationMs),
                run.GroupFolder,
                run.TaskId is { } task ? $"task {tasks.GetValueOrDefault(task, task)}" : "messages",
                RunText.Count(run.Tokens.Sum(part => part.Fresh + part.CacheRead + part.CacheWrite + part.Output)),
                RunText.Usd(run.Usd),
                run.ErrorCode is { } code ? $"{run.Status}: {code}" : run.Status
            );
        }

        table.Write(connection.Context);
    }
}
