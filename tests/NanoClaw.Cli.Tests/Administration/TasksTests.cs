using NanoClaw.Store;

namespace NanoClaw.Cli.Tests.Administration;

public sealed class TasksTests : AdministrationFixture
{
    [Fact]
    public async Task A_cron_task_runs_at_the_time_of_the_time_zone_over_the_change_of_the_clocks()
    {
        await AddFamilyAsync();
        Clock.SetUtcNow(new DateTimeOffset(2026, 3, 28, 12, 0, 0, TimeSpan.Zero));

        var added = await RunJsonAsync("tasks", "add", "--group", "family", "--prompt", " Bins? ", "--cron", "0 9 * * *");

        Assert.Equal(
            ["2026-03-29T07:00:00.000Z", "2026-03-30T07:00:00.000Z", "2026-03-31T07:00:00.000Z"],
            added.GetProperty("nextRuns").EnumerateArray().Select(time => time.GetString())
        );
        await using var store = OpenStore();
        var task = Assert.Single(await store.Tasks.ListAsync("family", Token));
        Assert.Equal(added.GetProperty("task").GetProperty("id").GetString(), task.Id);
        Assert.Equal(
            ("Bins?", ScheduleType.Cron, "0 9 * * *", ContextMode.Isolated, "family@g.us"),
            (task.Prompt, task.ScheduleType, task.ScheduleValue, task.ContextMode, task.ChatJid)
        );
        Assert.Equal(new DateTimeOffset(2026, 3, 29, 7, 0, 0, TimeSpan.Zero), task.NextRun);
    }

    [Theory]
    [InlineData("--every", "1h30m", ScheduleType.Interval, "5400000", "2026-03-01T13:30:00.000Z", "2026-03-01T15:00:00.000Z", "2026-03-01T16:30:00.000Z")]
    [InlineData("--at", "2026-06-01T09:00", ScheduleType.Once, "2026-06-01T09:00", "2026-06-01T07:00:00.000Z")]
    [InlineData("--at", "2026-06-01T09:00:00Z", ScheduleType.Once, "2026-06-01T09:00:00Z", "2026-06-01T09:00:00.000Z")]
    public async Task Intervals_and_single_times_are_kept_as_the_scheduler_reads_them(
        string option,
        string given,
        ScheduleType type,
        string value,
        params string[] next
    )
    {
        await AddFamilyAsync();

        var added = await RunJsonAsync("tasks", "add", "-g", "family@g.us", "-p", "x", option, given, "--context", "group");

        Assert.Equal(next, added.GetProperty("nextRuns").EnumerateArray().Select(time => time.GetString()));
        await using var store = OpenStore();
        var task = Assert.Single(await store.Tasks.ListAsync(cancellationToken: Token));
        Assert.Equal((type, value, ContextMode.Group), (task.ScheduleType, task.ScheduleValue, task.ContextMode));
    }

    [Theory]
    [InlineData(2, "one schedule", "--group", "family", "--prompt", "x")]
    [InlineData(2, "one schedule", "--group", "family", "--prompt", "x", "--every", "1h", "--cron", "0 9 * * *")]
    [InlineData(2, "five fields", "--group", "family", "--prompt", "x", "--cron", "0 9 * *")]
    [InlineData(2, "1m at least", "--group", "family", "--prompt", "x", "--every", "59s")]
    [InlineData(2, "1m at least", "--group", "family", "--prompt", "x", "--every", "30m1h")]
    [InlineData(2, "not an interval", "--group", "family", "--prompt", "x", "--every", "999999d")]
    [InlineData(2, "ISO 8601", "--group", "family", "--prompt", "x", "--at", "tomorrow")]
    [InlineData(2, "is past", "--group", "family", "--prompt", "x", "--at", "2026-03-01T12:59")]
    [InlineData(2, "prompt is empty", "--group", "family", "--prompt", "-", "--every", "1h")]
    [InlineData(2, "--group", "--prompt", "x", "--every", "1h")]
    [InlineData(9, "There is no group friends", "--group", "friends", "--prompt", "x", "--every", "1h")]
    public async Task A_task_that_could_not_run_is_refused_and_not_added(int code, string said, params string[] args)
    {
        await AddFamilyAsync();
        Assert.Contains(said, await FailAsync(code, ["tasks", "add", .. args]), StringComparison.Ordinal);
        Assert.Equal(0, (await RunJsonAsync("tasks", "list", "--all")).GetArrayLength());
    }

    [Fact]
    public async Task A_dry_run_shows_the_times_and_adds_nothing()
    {
        await AddFamilyAsync();
        await RunAsync("tasks", "add", "--group", "family", "--prompt", "x", "--every", "1d", "--dry-run");
        Assert.Equal(
            "Would add a task for family: every 1d, at 2026-03-02 13:00, 2026-03-03 13:00, 2026-03-04 13:00 (Europe/Paris).\n",
            Nanoclaw.Output.ReplaceLineEndings("\n")
        );
        Assert.Equal(0, (await RunJsonAsync("tasks", "list", "--all")).GetArrayLength());
    }

    [Fact]
    public async Task The_list_shows_what_can_still_run_by_the_next_time()
    {
        await AddTasksAsync();

        await RunAsync("tasks", "list");

        Assert.Equal(
            """
            ID             GROUP   STATUS   NEXT RUN          SCHEDULE   PROMPT
            task-soon1111  other   active   2026-03-01 13:01  every 15m  prompt of task-soon1111
            task-later222  family  failing  2026-03-01 13:05  every 15m  first line second line
            task-paused3   family  paused   -                 every 15m  prompt of task-paused3

            """,
            Nanoclaw.Output.ReplaceLineEndings("\n")
        );
        Assert.Equal(["task-later222", "task-paused3", "task-done4444"], Ids(await RunJsonAsync("tasks", "list", "--group", "family@g.us", "--all")));
    }

    [Fact]
    public async Task A_task_is_paused_and_resumed_from_now_on()
    {
        await AddTasksAsync();

        await RunAsync("tasks", "pause", "later");
        Assert.StartsWith("task-later222 is paused.", Nanoclaw.Output, StringComparison.Ordinal);
        Clock.Advance(TimeSpan.FromHours(10));
        var resumed = await RunJsonAsync("tasks", "resume", "task-later222");

        Assert.Equal("active", resumed.GetProperty("status").GetString());
        Assert.Equal("2026-03-01T22:15:00.000Z", resumed.GetProperty("nextRun").GetString());
        Assert.Contains("The task runs once it does: nanoclaw run", Nanoclaw.Error, StringComparison.Ordinal);
        Assert.Contains("tasks run", await FailAsync(6, "tasks", "resume", "done"), StringComparison.Ordinal);
        Assert.Contains("completed", await FailAsync(6, "tasks", "pause", "done"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_is_made_due_now_once_more_even_if_it_is_completed_and_not_if_it_is_paused()
    {
        await AddTasksAsync();

        await RunAsync("tasks", "run", "later");
        await RunAsync("tasks", "run", "done");
        Assert.Contains("nanoclaw tasks resume task-paused3", await FailAsync(6, "tasks", "run", "paused"), StringComparison.Ordinal);

        await using var store = OpenStore();
        Assert.Equal(["task-done4444", "task-later222"], (await store.Tasks.ListDueAsync(Start, Token)).Select(task => task.Id));
    }

    [Fact]
    public async Task A_task_that_is_running_is_not_made_due()
    {
        await AddTasksAsync();
        await StoreAsync(async store =>
            await store.Runs.BeginAsync(
                new AgentRun
                {
                    RunId = "r1",
                    GroupFolder = "family",
                    ChatJid = "family@g.us",
                    TaskId = "task-later222",
                    StartedAt = Start,
                },
                Token
            )
        );

        Assert.Contains("under way since 2026-03-01 13:00", await FailAsync(6, "tasks", "run", "later"), StringComparison.Ordinal);
        Assert.Contains("later222", (await RunJsonAsync("tasks", "pause", "later")).GetProperty("id").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_is_shown_with_its_prompt_and_its_runs()
    {
        await AddTasksAsync();
        await StoreAsync(async store =>
            await store.Tasks.RecordRunAsync(
                new TaskRun("task-later222", Start, TimeSpan.FromSeconds(61), "success", "all\nwell", null),
                "all well",
                Start.AddMinutes(15),
                Token
            )
        );

        await RunAsync("tasks", "show", "later");

        Assert.Equal(
            """
            task-later222  active
              group:     family (family@g.us)
              schedule:  every 15m
              session:   none, each run by itself
              next runs: 2026-03-01 13:15, 2026-03-01 13:30, 2026-03-01 13:45 (Europe/Paris)
              added:     2026-03-01 13:00

            first line
            second line

            RUN AT            TOOK  STATUS   RESULT
            2026-03-01 13:00  1m1s  success  all well

            """,
            Nanoclaw.Output.ReplaceLineEndings("\n")
        );
        var shown = await RunJsonAsync("tasks", "show", "later", "--runs", "1");
        Assert.Equal(61_000, shown.GetProperty("lastRuns")[0].GetProperty("durationMs").GetInt64());
        Assert.Equal("first line\nsecond line", shown.GetProperty("task").GetProperty("prompt").GetString());
    }

    [Fact]
    public async Task A_cancelled_task_is_gone()
    {
        await AddTasksAsync();
        Assert.Equal("task-later222", (await RunJsonAsync("tasks", "cancel", "later")).GetProperty("id").GetString());
        Assert.Contains("There is no task later", await FailAsync(9, "tasks", "cancel", "later"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_beginning_of_an_id_stands_for_it_only_where_no_other_begins_so()
    {
        await AddFamilyAsync();
        await StoreAsync(async store =>
        {
            await store.Tasks.AddAsync(Task1("task-abcdefghij1"), Token);
            await store.Tasks.AddAsync(Task1("task-abcdefghij2"), Token);
            await store.Tasks.AddAsync(Task1("task-abcdefghij"), Token);
        });

        Assert.Contains("3 tasks", await FailAsync(2, "tasks", "pause", "abc"), StringComparison.Ordinal);
        await RunAsync("tasks", "pause", "task-abcdefghij");
        await RunAsync("tasks", "pause", "abcdefghij2");
        await RunAsync("tasks", "list");
        Assert.Equal(
            ["task-abcdefghij1", "task-abcdefghij", "task-abcdefghij2"],
            Nanoclaw.Output.Split('\n').Skip(1).SkipLast(1).Select(line => line.Split(' ')[0])
        );
        await FailAsync(9, "tasks", "pause", "");
    }

    [Fact]
    public async Task A_change_made_while_a_run_ends_keeps_what_the_run_noted()
    {
        await AddFamilyAsync();
        await using var running = OpenStore(exclusive: true);
        await running.Tasks.AddAsync(Task1("task-busy"), Token);
        using var stop = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        var noted = 0;
        var runs = Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    noted++;
                    await Task.Delay(1, CancellationToken.None);
                    await running.Tasks.RecordRunAsync(
                        new TaskRun("task-busy", Start.AddSeconds(noted), TimeSpan.Zero, "success", null, null),
                        $"run {noted}",
                        Start.AddSeconds(noted),
                        CancellationToken.None
                    );
                    begun.TrySetResult();
                }
            },
            Token
        );

        await begun.Task.WaitAsync(Token);
        for (var turn = 0; turn < 20; turn++)
        {
            await RunAsync("tasks", "pause", "busy");
        }

        await stop.CancelAsync();
        await runs;
        var task = await running.Tasks.FindAsync("task-busy", Token);
        Assert.Equal((ScheduledTaskStatus.Paused, $"run {noted}", Start.AddSeconds(noted)), (task!.Status, task.LastResult, task.NextRun));
    }

    private Task AddFamilyAsync() => StoreAsync(async store => await store.Groups.PutAsync(Group("family"), Token));

    private async Task AddTasksAsync()
    {
        await AddFamilyAsync();
        await StoreAsync(async store =>
        {
            await store.Tasks.AddAsync(Task1("task-later222") with { Prompt = "first line\nsecond line", LastResult = "Error: no route" }, Token);
            await store.Tasks.AddAsync(Task1("task-soon1111", "other") with { NextRun = Start.AddMinutes(1) }, Token);
            await store.Tasks.AddAsync(Task1("task-paused3") with { Status = ScheduledTaskStatus.Paused }, Token);
            await store.Tasks.AddAsync(
                Task1("task-done4444") with
                {
                    Status = ScheduledTaskStatus.Completed,
                    ScheduleType = ScheduleType.Once,
                    ScheduleValue = "2026-02-01T10:00:00Z",
                    NextRun = null,
                },
                Token
            );
        });
    }

    private static string[] Ids(System.Text.Json.JsonElement tasks) => [.. tasks.EnumerateArray().Select(task => task.GetProperty("id").GetString()!)];
}
