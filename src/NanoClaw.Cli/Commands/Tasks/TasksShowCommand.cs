using System.CommandLine;
using NanoClaw.Cli.Administration;
using NanoClaw.Cli.Output;
using NanoClaw.Home.Administration;
using NanoClaw.Store;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Cli.Commands.Tasks;

/// <summary><c>nanoclaw tasks show</c>.</summary>
internal static class TasksShowCommand
{
    private const int NextRuns = 3;

    private const string Details = $$"""
        --json: { task, nextRuns, lastRuns }; task as 'tasks list --json' prints it, lastRuns the newest first, each { runAt, durationMs, status, result, error }.

        Examples:
          nanoclaw tasks show k3f9
          nanoclaw tasks show k3f9 --runs 50 --json

        {{ExitCode.AdministrationHelp}}
        """;

    public static Command Create(CliContext context)
    {
        var id = new Argument<string>("ID") { Description = "The task, or the beginning of its id." };
        var runs = new Option<int>("--runs") { Description = "How many of the last runs to show.", DefaultValueFactory = _ => 5 };
        var json = CommonOptions.Json("the task");
        var env = CommonOptions.EnvFile();
        runs.Validators.Add(result =>
        {
            if (result is { Implicit: false, Tokens: [{ Value: var text }] } && !(int.TryParse(text, out var count) && count is >= 0 and <= 10_000))
            {
                result.AddError($"--runs must be a number from 0 to 10000, not '{text}'.");
            }
        });
        var command = new DocumentedCommand("show", "Shows a task with its prompt, its next runs and its last ones.", Details) { id, runs, json, env };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using var connection = StoreConnection.Open(context, parsed.GetValue(env));
                var task = await TaskIds.FindAsync(connection.Store, parsed.GetValue(id)!, cancellationToken);
                var last = await connection.Store.Tasks.ListRunsAsync(task.Id, parsed.GetValue(runs), cancellationToken);
                var next = task.Status is ScheduledTaskStatus.Active ? ComingRuns.Of(task, connection.Schedule, connection.Now, NextRuns) : [];
                if (parsed.GetValue(json))
                {
                    JsonOutput.Write(context, new TaskDetails(TaskEntry.Of(task), next, [.. last.Select(TaskRunEntry.Of)]), types => types.TaskDetails);
                }
                else
                {
                    Show(connection, task, await TaskIds.ShortOfAsync(connection.Store, task.Id, cancellationToken), next, last);
                }

                return ExitCode.Success;
            }
        );
        return command;
    }

    private static void Show(StoreConnection connection, ScheduledTask task, string id, IReadOnlyList<DateTimeOffset> next, IReadOnlyList<TaskRun> last)
    {
        var (output, times) = (connection.Context.Out, connection.Times);
        output.WriteLine($"{id}  {TaskText.Status(task)}");
        output.WriteLine($"  group:     {task.GroupFolder} ({OneLine.Of(task.ChatJid)})");
        output.WriteLine($"  schedule:  {OneLine.Of(TaskText.Schedule(task))}");
        output.WriteLine($"  session:   {(task.ContextMode is ContextMode.Group ? "the group's" : "none, each run by itself")}");
        output.WriteLine($"  next runs: {(next.Count == 0 ? "none" : string.Join(", ", next.Select(times.Of)) + $" ({times.Zone})")}");
        output.WriteLine($"  added:     {times.Of(task.CreatedAt)}");
        output.WriteLine();
        output.WriteLine(TerminalText.Safe(task.Prompt));
        output.WriteLine();
        if (last.Count == 0)
        {
            output.WriteLine("It has not run yet.");
            return;
        }

        var table = new TextTable("RUN AT", "TOOK", "STATUS", "RESULT");
        foreach (var run in last)
        {
            table.Add(times.Of(run.RunAt), DurationText.Of(run.Duration), run.Status, OneLine.Of(run.Error ?? run.Result ?? "", 100));
        }

        table.Write(connection.Context);
    }
}
