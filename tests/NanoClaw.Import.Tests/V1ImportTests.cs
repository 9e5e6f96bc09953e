using NanoClaw.Store;
using NanoClaw.Store.Tests;

namespace NanoClaw.Import.Tests;

/// <summary>What is taken over, and what becomes of it.</summary>
public sealed class V1ImportTests
{
    private const string Chat = "family@g.us";

    public static TheoryData<string> Shapes => [.. V1Database.Shapes];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Shapes))]
    public async Task Every_shape_of_v1_is_taken_over_whole_and_left_untouched(string shape)
    {
        using var v1 = new V1Installation(shape);
        var before = V1Installation.Fingerprint(v1.Root);

        var report = await v1.ImportAsync();

        Assert.Equal((4, 2), (report.Database.Messages, report.Database.Chats));
        await using var store = v1.Open();
        Assert.Equal(["a", "b", "answer", "c"], (await store.Messages.ReadHistoryAsync(Chat, 10, Token)).Select(message => message.Id));
        Assert.Equal(V1Database.IsAtLeast(shape, "state tables") ? 1 : 0, (await store.Groups.ListAsync(Token)).Count(group => group.IsMain));
        Assert.Equal("# Main", await File.ReadAllTextAsync(Path.Combine(v1.TargetGroups, "main", "CLAUDE.md"), Token));
        Assert.True(File.Exists(Path.Combine(v1.TargetGroups, "main", "logs", "run.log")));
        Assert.Equal(before, V1Installation.Fingerprint(v1.Root));
        Assert.Equal(
            ["messages.db"],
            Directory
                .GetFileSystemEntries(Path.GetDirectoryName(v1.Target)!)
                .Select(Path.GetFileName)
                .Where(name => !name!.EndsWith("-wal", StringComparison.Ordinal) && !name.EndsWith("-shm", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task The_state_from_before_the_database_is_taken_in_as_v1_takes_it()
    {
        using var v1 = new V1Installation("context mode");
        v1.Write(
            "data/registered_groups.json",
            """
            {"family@g.us":{"name":"Family","folder":"main","trigger":"@Andy","added_at":"2026-01-01T00:00:00.000Z",
            "containerConfig":{"timeout":5}},"x@g.us":{"name":"X","folder":"../x","trigger":"@Andy",
            "added_at":"2026-01-01T00:00:00.000Z"}}
            """
        );
        v1.Write(
            "data/router_state.json",
            """{"last_timestamp":"2026-03-01T12:00:03.000Z","last_agent_timestamp":{"family@g.us":"2026-03-01T12:00:01.000Z"}}"""
        );
        v1.Write("data/sessions.json", """{"main":"session-1"}""");
        v1.Settings = v1.Settings with { KeepsSessions = true };

        var report = await v1.ImportAsync();

        await using var store = v1.Open();
        var group = Assert.Single(await store.Groups.ListAsync(Token));
        Assert.Equal(("main", true, """{"timeout":5}"""), (group.Folder, group.IsMain, group.ContainerConfig));
        Assert.Equal("session-1", await store.Sessions.FindAsync("main", Token));
        var pending = await store.Messages.ReadSinceAsync(Chat, await store.Cursors.GetAgentAsync(Chat, Token), 10, Token);
        Assert.Equal(["b", "c"], pending.Select(message => message.Id));
        Assert.Equal(2, Assert.Single(report.Database.Pending).Messages);
    }

    [Fact]
    public async Task An_installation_with_json_alone_is_taken_over()
    {
        using var v1 = new V1Installation();
        File.Delete(v1.Database);
        v1.Write(
            "data/registered_groups.json",
            """{"family@g.us":{"name":"Family","folder":"main","trigger":"@Andy","added_at":"2026-01-01T00:00:00.000Z"}}"""
        );
        v1.Write("data/sessions.json", "not json");

        var report = await v1.ImportAsync();

        await using var store = v1.Open();
        Assert.Equal("main", Assert.Single(await store.Groups.ListAsync(Token)).Folder);
        Assert.Equal("registered_groups.json", Assert.Single(report.StateFiles));
        Assert.Contains("sessions.json", Assert.Single(report.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_whose_folder_leads_out_is_not_taken_and_its_tasks_pause()
    {
        using var v1 = new V1Installation();
        v1.Execute(
            """
            INSERT INTO registered_groups (jid, name, folder, trigger_pattern, added_at) VALUES ('evil@g.us', 'Evil', '../x', '@Andy', '2026');
            INSERT INTO scheduled_tasks (id, group_folder, chat_jid, prompt, schedule_type, schedule_value, next_run, created_at)
                VALUES ('evil', '../x', 'evil@g.us', 'p', 'cron', '0 9 * * *', '2026-03-02T09:00:00.000Z', '2026');
            """
        );

        await v1.ImportAsync();

        await using (var store = v1.Open())
        {
            Assert.Equal(["main"], (await store.Groups.ListAsync(Token)).Select(group => group.Folder));
        }

        Assert.Equal(ScheduledTaskStatus.Paused, (await v1.TaskAsync("evil")).Status);
        Assert.False(Path.Exists(Path.Combine(v1.Here, "x")));
    }

    [Theory]
    [InlineData("cron", "0 9 * *", "", "this one has 4")]
    [InlineData("cron", "H 9 * * *", "", "the minute \"H\" is not valid")]
    [InlineData("interval", "whenever", "", "is not an interval")]
    [InlineData("once", "soon", "", "not an ISO 8601 time")]
    [InlineData("cron", "0 9 * * *", "", "it has no next time")]
    [InlineData("cron", "0 9 * * *", "exit 1", "scripts are not run here")]
    public async Task A_task_that_cannot_run_is_paused_with_the_reason(string type, string value, string script, string reason)
    {
        using var v1 = new V1Installation();
        v1.Execute($"UPDATE scheduled_tasks SET schedule_type = '{type}', schedule_value = '{value}', script = '{script}', next_run = NULL");

        var report = await v1.ImportAsync();

        var task = await v1.TaskAsync("t1");
        Assert.Equal(ScheduledTaskStatus.Paused, task.Status);
        Assert.Contains(reason, task.LastResult, StringComparison.Ordinal);
        Assert.Contains(reason, report.Database.Tasks.Single(told => told.Id == "t1").PausedBecause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schedule_of_a_form_that_only_v1_takes_is_put_into_ours_and_told()
    {
        using var v1 = new V1Installation();
        v1.Execute("UPDATE scheduled_tasks SET schedule_type = 'cron', schedule_value = '0 30 9 * * 1-5', next_run = '2026-12-01T08:30:00.000Z', script = ''");

        var report = await v1.ImportAsync();

        var task = await v1.TaskAsync("t1");
        Assert.Equal((ScheduledTaskStatus.Active, "30 9 * * 1-5"), (task.Status, task.ScheduleValue));
        var told = report.Database.Tasks.Single(told => told.Id == "t1");
        Assert.Equal("cron 30 9 * * 1-5", told.Schedule);
        Assert.StartsWith("0 30 9 * * 1-5 (without its seconds", told.WasWritten, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_of_which_nothing_tells_whether_they_were_answered_count_as_read()
    {
        using var v1 = new V1Installation();
        v1.Execute("DELETE FROM router_state; DELETE FROM messages WHERE id = 'answer'");

        await v1.ImportAsync();

        await using var store = v1.Open();
        Assert.Empty(await store.Messages.ListPendingChatsAsync(Token));
        Assert.Equal(3, (await store.Messages.ReadHistoryAsync(Chat, 10, Token)).Count);
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "session-1")]
    public async Task Sessions_come_along_only_where_they_mean_something(bool areKept, string? session)
    {
        using var v1 = new V1Installation();
        v1.Write("data/sessions/main/.claude/projects/x.jsonl", "{}");
        v1.Settings = v1.Settings with { KeepsSessions = areKept };

        var report = await v1.ImportAsync();

        await using var store = v1.Open();
        Assert.Equal(session, await store.Sessions.FindAsync("main", Token));
        Assert.Equal(areKept ? (1, 0) : (0, 1), (report.Database.Sessions, report.Database.SessionsDropped));
        Assert.Equal(areKept, File.Exists(Path.Combine(v1.Here, "data", "sessions", "main", ".claude", "projects", "x.jsonl")));
    }

    [Fact]
    public async Task Groups_of_channels_that_are_not_here_are_kept_and_told()
    {
        using var v1 = new V1Installation();
        v1.Execute("INSERT INTO registered_groups (jid, name, folder, trigger_pattern, added_at) VALUES ('dc:1', 'Guild', 'guild', '@Andy', '2026')");

        var report = await v1.ImportAsync();

        Assert.Contains("no channel here for discord", Assert.Single(report.Warnings), StringComparison.Ordinal);
        await using var store = v1.Open();
        Assert.NotNull(await store.Groups.FindAsync("dc:1", Token));
        Assert.True(Directory.Exists(Path.Combine(v1.TargetGroups, "guild")));
    }

    [Fact]
    public async Task The_keys_of_v1s_settings_are_sorted_by_who_reads_them_here()
    {
        using var v1 = new V1Installation();
        v1.Write(".env", "ASSISTANT_NAME=\"Bob\"\nTELEGRAM_BOT_TOKEN=1:s3cret\nANTHROPIC_API_KEY=s3cret\nSLACK_APP_TOKEN=s3cret\nnot a line\n");

        var settings = (await v1.ImportAsync(dryRun: true)).Settings;

        Assert.Equal("Bob", settings.AssistantName);
        Assert.Equal(["ASSISTANT_NAME", "TELEGRAM_BOT_TOKEN"], settings.Same);
        Assert.Equal("ANTHROPIC_API_KEY", Assert.Single(settings.Model));
        Assert.Equal("SLACK_APP_TOKEN", Assert.Single(settings.Unused));
    }
}
