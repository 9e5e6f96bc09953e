using System.CommandLine;
using System.Globalization;
using NanoClaw.Cli.Administration;
using NanoClaw.Cli.Output;
using NanoClaw.Home.Administration;
using NanoClaw.Host.Actions;
using NanoClaw.Host.Scheduling;
using NanoClaw.Store;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Cli.Commands.Tasks;

/// <summary><c>nanoclaw tasks add</c>.</summary>
internal static class TasksAddCommand
{
    private const int NextRuns = 3;

    private const string Details = $$"""
        --cron takes five fields (minute hour day month weekday) in the assistant's time zone (TZ), daylight saving included. --every takes days, hours, minutes and seconds, a minute at the shortest, and keeps its rhythm: what was missed is not made up for. --at takes an ISO 8601 time; one without an offset is of the assistant's time zone.

        With --context group a run goes on with the group's session and sees what was said; without, each run stands by itself.

        --json: { task, nextRuns, lastRuns }, as 'tasks show --json' prints it.

        Examples:
          nanoclaw tasks add --group family --prompt "Remind us of the bins." --cron "0 19 * * 4"
          nanoclaw tasks add --group main --prompt "Anything new in the feeds?" --every 6h
          nanoclaw tasks add --group main --prompt "Call the dentist." --at 2027-02-01T09:30 --context group
          nanoclaw tasks add --group main --prompt - --every 1d < prompt.txt
          nanoclaw tasks add --group main --prompt x --cron "*/20 9-17 * * 1-5" --dry-run

        {{ExitCode.AdministrationHelp}}
        """;

    public static Command Create(CliContext context)
    {
        var group = new Option<string>("--group", "-g") { Description = "The group: its folder or jid.", Required = true };
        var prompt = new Option<string>("--prompt", "-p") { Description = "What the agent is told; - reads it from standard input.", Required = true };
        var cron = new Option<string?>("--cron") { Description = "When, as a cron expression." };
        var every = new Option<string?>("--every") { Description = "How often: 15m, 6h, 1d12h." };
        var at = new Option<string?>("--at") { Description = "Once, at this time." };
        var session = new Option<string>("--context") { Description = "The session of its runs: the group's, or none.", DefaultValueFactory = _ => "isolated" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Add nothing; show when it would run." };
        var json = CommonOptions.Json("the task");
        var env = CommonOptions.EnvFile();
        session.AcceptOnlyFromAmong("isolated", "group");
        var command = new DocumentedCommand("add", "Adds a task: something the agent does by itself at a set time.", Details)
        {
            group,
            prompt,
            cron,
            every,
            at,
            session,
            dryRun,
            json,
            env,
        };
        command.Validators.Add(result =>
        {
            if (new[] { result.GetValue(cron), result.GetValue(every), result.GetValue(at) }.Count(value => value is not null) != 1)
            {
                result.AddError("Name one schedule: --cron EXPRESSION, --every DURATION or --at TIME.");
            }
        });
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using var connection = StoreConnection.Open(context, parsed.GetValue(env));
                var text = parsed.GetValue(prompt)!;
                text = text == "-" ? await context.In.ReadToEndAsync(cancellationToken) : text;
                if (string.IsNullOrWhiteSpace(text))
                {
                    throw new CliException("The prompt is empty. Say what the agent is to do: --prompt \"...\".", ExitCode.Usage);
                }

                var target = (await Home.Administration.Groups.ReadAsync(connection.Store, cancellationToken)).Get(parsed.GetValue(group)!);
                var (type, value) = ReadSchedule(parsed.GetValue(cron), parsed.GetValue(every), parsed.GetValue(at));
                var task = new ScheduledTask
                {
                    Id = TaskIds.New(),
                    GroupFolder = target.Folder,
                    ChatJid = target.Jid,
                    Prompt = text.Trim(),
                    ScheduleType = type,
                    ScheduleValue = value,
                    NextRun = FirstRun(connection, type, value),
                    CreatedAt = connection.Now,
                    ContextMode = parsed.GetValue(session) == "group" ? ContextMode.Group : ContextMode.Isolated,
                };
                await AddAsync(connection, task, parsed.GetValue(dryRun), parsed.GetValue(json), cancellationToken);
                return ExitCode.Success;
            }
        );
        return command;
    }

    private static async Task CheckAsync(TaskBounds bounds, ScheduledTask task, CancellationToken cancellationToken)
    {
        if (await bounds.FindObstacleAsync(task, cancellationToken) is { } obstacle)
        {
            throw new CliException($"{char.ToUpperInvariant(obstacle[0])}{obstacle[1..]}", ExitCode.Conflict);
        }
    }

    private static async Task AddAsync(StoreConnection connection, ScheduledTask task, bool dryRun, bool json, CancellationToken cancellationToken)
    {
        var bounds = new TaskBounds(connection.Store, connection.Settings.Host.TasksPerGroup);
        await CheckAsync(bounds, task, cancellationToken);
        while (!dryRun && !await connection.Store.Tasks.AddAsync(task, bounds.MostActive, cancellationToken))
        {
            task = task with { Id = TaskIds.New() };
            await CheckAsync(bounds, task, cancellationToken);
        }

        var next = ComingRuns.Of(task, connection.Schedule, connection.Now, NextRuns);
        if (json)
        {
            JsonOutput.Write(connection.Context, new TaskDetails(TaskEntry.Of(task), next, []), types => types.TaskDetails);
        }
        else
        {
            var shown = await TaskIds.ShortOfAsync(connection.Store, task.Id, cancellationToken);
            await connection.Context.Out.WriteLineAsync(
                $"{(dryRun ? "Would add a task" : $"Added {shown}")} for {task.GroupFolder}: {TaskText.Schedule(task)}, at {string.Join(", ", next.Select(connection.Times.Of))} ({connection.Times.Zone})."
            );
        }

        if (!dryRun)
        {
            await connection.WakeAssistantAsync("The task runs", task.ChatJid, cancellationToken);
        }
    }

    private static (ScheduleType Type, string Value) ReadSchedule(string? cron, string? every, string? at)
    {
        if (cron is not null)
        {
            return (ScheduleType.Cron, cron.Trim());
        }

        if (at is not null)
        {
            return (ScheduleType.Once, at.Trim());
        }

        return DurationText.TryParse(every!.Trim(), out var interval) && interval >= Schedule.ShortestInterval
            ? (ScheduleType.Interval, ((long)interval.TotalMilliseconds).ToString(CultureInfo.InvariantCulture))
            : throw new CliException(
                $"--every takes a duration of {DurationText.Of(Schedule.ShortestInterval)} at least, such as 15m, 6h or 1d12h, not '{every}'.",
                ExitCode.Usage
            );
    }

    private static DateTimeOffset FirstRun(StoreConnection connection, ScheduleType type, string value)
    {
        try
        {
            var first = connection.Schedule.First(type, value, connection.Now);
            return first > connection.Now
                ? first
                : throw new CliException($"{value} ({connection.Times.Zone}) is past: it is {connection.Times.Of(connection.Now)} now.", ExitCode.Usage);
        }
        catch (FormatException exception)
        {
            throw new CliException(exception.Message, ExitCode.Usage, exception);
        }
    }
}
