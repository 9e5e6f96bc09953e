using NanoClaw.Store;
using NanoClaw.Store.Tests;

namespace NanoClaw.Cli.Tests.Importing;

public sealed class ImportV1Tests
{
    private const string Chat = "family@g.us";

    public static TheoryData<string> Shapes => [.. V1Database.Shapes];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Shapes))]
    public async Task Every_shape_of_v1_is_taken_over_whole_and_left_untouched(string shape)
    {
        using var v1 = new V1Installation(shape);
        var before = V1Installation.Fingerprint(v1.Root);

        var report = await v1.ReportAsync();

        Assert.Equal(4, report.GetProperty("database").GetProperty("messages").GetInt64());
        Assert.Equal(2, report.GetProperty("database").GetProperty("chats").GetInt64());
        await using var store = v1.Open();
        Assert.Equal(["a", "b", "answer", "c"], (await store.Messages.ReadHistoryAsync(Chat, 10, Token)).Select(message => message.Id));
        Assert.Equal(V1Database.IsAtLeast(shape, "state tables") ? 1 : 0, (await store.Groups.ListAsync(Token)).Count(group => group.IsMain));
        Assert.Equal("# Main", await File.ReadAllTextAsync(Path.Combine(v1.TargetGroups, "main", "CLAUDE.md"), Token));
        Assert.True(File.Exists(Path.Combine(v1.TargetGroups, "main", "logs", "run.log")));
        Assert.Equal(before, V1Installation.Fingerprint(v1.Root));
        Assert.Equal(["messages.db"], Directory.GetFileSystemEntries(Path.GetDirectoryName(v1.Target)!).Select(Path.GetFileName).Where(name => !name!.EndsWith("-wal", StringComparison.Ordinal) && !name.EndsWith("-shm", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_dry_run_says_the_same_and_changes_nothing_anywhere()
    {
        using var v1 = new V1Installation();
        v1.Write("store/auth/creds.json", "{}");
        var (source, target) = (V1Installation.Fingerprint(v1.Root), V1Installation.Fingerprint(v1.Cli.Folder));

        var planned = await v1.ReportAsync("--dry-run");

        Assert.Equal(source, V1Installation.Fingerprint(v1.Root));
        Assert.Equal(target, V1Installation.Fingerprint(v1.Cli.Folder));
        var done = await v1.ReportAsync();
        foreach (var part in new[] { "database", "folders", "credentials", "leftOut", "settings", "warnings" })
        {
            Assert.Equal(planned.GetProperty(part).GetRawText(), done.GetProperty(part).GetRawText());
        }
    }

    [Fact]
    public async Task The_state_from_before_the_database_is_taken_in_as_v1_takes_it()
    {
        using var v1 = new V1Installation("context mode");
        v1.Write("data/registered_groups.json", """{"family@g.us":{"name":"Family","folder":"main","trigger":"@Andy","added_at":"2026-01-01T00:00:00.000Z","containerConfig":{"timeout":5}},"x@g.us":{"name":"X","folder":"../x","trigger":"@Andy","added_at":"2026-01-01T00:00:00.000Z"}}""");
        v1.Write("data/router_state.json", """{"last_timestamp":"2026-03-01T12:00:03.000Z","last_agent_timestamp":{"family@g.us":"2026-03-01T12:00:01.000Z"}}""");
        v1.Write("data/sessions.json", """{"main":"session-1"}""");
        v1.Cli.Env += "AGENT_RUNTIME=container\n";

        var report = await v1.ReportAsync();

        await using var store = v1.Open();
        var group = Assert.Single(await store.Groups.ListAsync(Token));
        Assert.Equal(("main", true, """{"timeout":5}"""), (group.Folder, group.IsMain, group.ContainerConfig));
        Assert.Equal("session-1", await store.Sessions.FindAsync("main", Token));
        var pending = await store.Messages.ReadSinceAsync(Chat, await store.Cursors.GetAgentAsync(Chat, Token), 10, Token);
        Assert.Equal(["b", "c"], pending.Select(message => message.Id));
        Assert.Equal(2, Assert.Single(report.GetProperty("database").GetProperty("pending").EnumerateArray()).GetProperty("messages").GetInt32());
    }

    [Fact]
    public async Task An_installation_with_json_alone_is_taken_over()
    {
        using var v1 = new V1Installation();
        File.Delete(v1.Database);
        v1.Write("data/registered_groups.json", """{"family@g.us":{"name":"Family","folder":"main","trigger":"@Andy","added_at":"2026-01-01T00:00:00.000Z"}}""");
        v1.Write("data/sessions.json", "not json");

        var report = await v1.ReportAsync();

        await using var store = v1.Open();
        Assert.Equal("main", Assert.Single(await store.Groups.ListAsync(Token)).Folder);
        Assert.Equal("registered_groups.json", Assert.Single(report.GetProperty("stateFiles").EnumerateArray()).GetString());
        Assert.Contains("sessions.json", Assert.Single(report.GetProperty("warnings").EnumerateArray()).GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_running_v1_has_in_its_log_is_in_the_dry_run_and_the_import_waits_for_its_end()
    {
        using var v1 = new V1Installation();
        v1.Execute("PRAGMA journal_mode = WAL");
        await using (var writer = V1Database.Connect(v1.Database))
        {
            v1.Execute("INSERT INTO messages (id, chat_jid, content, timestamp, is_from_me) VALUES ('late', 'family@g.us', 'x', '2026-03-01T12:00:04.000Z', 0)");
            var before = V1Installation.Fingerprint(v1.Root);

            Assert.Equal(5, (await v1.ReportAsync("--dry-run")).GetProperty("database").GetProperty("messages").GetInt64());
            Assert.Equal(before, V1Installation.Fingerprint(v1.Root));
            if (OperatingSystem.IsLinux())
            {
                Assert.Equal(ExitCode.Conflict, await v1.ImportAsync());
                Assert.Contains("v1 seems to be running", v1.Cli.Error, StringComparison.Ordinal);
                Assert.False(Directory.Exists(Path.GetDirectoryName(v1.Target)));
            }
        }

        Assert.Equal(5, (await v1.ReportAsync()).GetProperty("database").GetProperty("messages").GetInt64());
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
            """);

        await v1.ReportAsync();

        await using (var store = v1.Open())
        {
            Assert.Equal(["main"], (await store.Groups.ListAsync(Token)).Select(group => group.Folder));
        }

        Assert.Equal(ScheduledTaskStatus.Paused, (await v1.TaskAsync("evil")).Status);
        Assert.False(Path.Exists(Path.Combine(v1.Cli.Folder, "x")));
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

        await v1.ImportAsync();

        var task = await v1.TaskAsync("t1");
        Assert.Equal(ScheduledTaskStatus.Paused, task.Status);
        Assert.Contains(reason, task.LastResult, StringComparison.Ordinal);
        Assert.Contains(reason, v1.Cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schedule_of_a_form_that_only_v1_takes_is_put_into_ours_and_told()
    {
        using var v1 = new V1Installation();
        v1.Execute("UPDATE scheduled_tasks SET schedule_type = 'cron', schedule_value = '0 30 9 * * 1-5', next_run = '2026-12-01T08:30:00.000Z', script = ''");

        await v1.ImportAsync();

        var task = await v1.TaskAsync("t1");
        Assert.Equal((ScheduledTaskStatus.Active, "30 9 * * 1-5"), (task.Status, task.ScheduleValue));
        Assert.Contains("is cron 30 9 * * 1-5 now; v1 had it as 0 30 9 * * 1-5 (without its seconds", v1.Cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_of_which_nothing_tells_whether_they_were_answered_count_as_read()
    {
        using var v1 = new V1Installation();
        v1.Execute("DELETE FROM router_state; DELETE FROM messages WHERE id = 'answer'");

        await v1.ReportAsync();

        await using var store = v1.Open();
        Assert.Empty(await store.Messages.ListPendingChatsAsync(Token));
        Assert.Equal(3, (await store.Messages.ReadHistoryAsync(Chat, 10, Token)).Count);
    }

    [Theory]
    [InlineData("cloudflare", null)]
    [InlineData("container", "session-1")]
    public async Task Sessions_come_along_only_where_they_mean_something(string runtime, string? session)
    {
        using var v1 = new V1Installation();
        v1.Write("data/sessions/main/.claude/projects/x.jsonl", "{}");
        v1.Cli.Env += $"AGENT_RUNTIME={runtime}\n";

        await v1.ReportAsync();

        await using var store = v1.Open();
        Assert.Equal(session, await store.Sessions.FindAsync("main", Token));
        Assert.Equal(session is not null, File.Exists(Path.Combine(v1.Cli.Folder, "data", "sessions", "main", ".claude", "projects", "x.jsonl")));
    }

    [Fact]
    public async Task Links_are_never_followed_and_those_that_lead_out_stay_behind()
    {
        using var v1 = new V1Installation();
        v1.Write("secret.txt", "do not copy");
        var main = Path.Combine(v1.Root, "groups", "main");
        File.CreateSymbolicLink(Path.Combine(main, "out"), Path.Combine(v1.Root, "secret.txt"));
        File.CreateSymbolicLink(Path.Combine(main, "up"), "../../secret.txt");
        File.CreateSymbolicLink(Path.Combine(main, "devious"), "logs/../../../secret.txt");
        File.CreateSymbolicLink(Path.Combine(main, "within"), "logs/run.log");
        Directory.CreateSymbolicLink(Path.Combine(v1.Root, "groups", "family"), v1.Root);

        var report = await v1.ReportAsync();

        Assert.Equal(
            ["family", "main/devious", "main/out", "main/up"],
            report.GetProperty("leftOut").EnumerateArray().Select(link => link.GetProperty("path").GetString()).Order(StringComparer.Ordinal));
        Assert.Equal("a log", await File.ReadAllTextAsync(Path.Combine(v1.TargetGroups, "main", "within"), Token));
        Assert.DoesNotContain(Directory.EnumerateFiles(v1.TargetGroups, "*", SearchOption.AllDirectories), file => File.ReadAllText(file) == "do not copy");
    }

    [Fact]
    public async Task Credentials_are_for_their_owner_alone()
    {
        using var v1 = new V1Installation();
        v1.Write("store/auth/creds.json", "{}");

        await v1.ImportAsync();

        var auth = Path.Combine(v1.Cli.Folder, "store", "auth");
        Assert.Equal("{}", await File.ReadAllTextAsync(Path.Combine(auth, "creds.json"), Token));
        Assert.Contains("Only one program", v1.Cli.Output, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode file = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            Assert.Equal(file, File.GetUnixFileMode(Path.Combine(auth, "creds.json")));
            Assert.Equal(file, File.GetUnixFileMode(v1.Target));
            Assert.Equal(file | UnixFileMode.UserExecute, File.GetUnixFileMode(auth));
            Assert.Equal(file | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(auth)!));
        }
    }

    [Fact]
    public async Task A_second_import_is_refused_and_the_first_stays()
    {
        using var v1 = new V1Installation();
        await v1.ReportAsync();
        var before = V1Installation.Fingerprint(v1.Cli.Folder);

        Assert.Equal(ExitCode.Conflict, await v1.ImportAsync());

        Assert.Contains("STORE_DIR", v1.Cli.Error, StringComparison.Ordinal);
        Assert.Equal(before, V1Installation.Fingerprint(v1.Cli.Folder));
    }

    [Fact]
    public async Task A_store_that_a_command_has_made_empty_is_no_obstacle()
    {
        using var v1 = new V1Installation();
        await using (v1.Open())
        {
        }

        Assert.Equal(4, (await v1.ReportAsync()).GetProperty("database").GetProperty("messages").GetInt64());
    }

    [Fact]
    public async Task What_a_killed_import_left_is_no_obstacle()
    {
        using var v1 = new V1Installation();
        Directory.CreateDirectory(Path.Combine(v1.TargetGroups, ".import-0123", "main"));

        Assert.Equal(4, (await v1.ReportAsync()).GetProperty("database").GetProperty("messages").GetInt64());
    }

    [Fact]
    public async Task A_name_of_a_chat_cannot_forge_a_line()
    {
        using var v1 = new V1Installation();
        v1.Execute("UPDATE registered_groups SET name = 'Family' || char(10) || 'Next: rm -rf' || char(27)");

        await v1.ImportAsync("--dry-run");

        Assert.DoesNotContain(v1.Cli.Output.Split('\n'), line => line.StartsWith("Next: rm", StringComparison.Ordinal));
        Assert.DoesNotContain('\e', v1.Cli.Output);
    }

    [Fact]
    public async Task A_running_assistant_is_an_obstacle()
    {
        using var v1 = new V1Installation();
        await using var running = NanoClaw.Store.Sqlite.SqliteStore.Open(new StoreOptions { Path = v1.Target });

        Assert.Equal(ExitCode.Conflict, await v1.ImportAsync());

        Assert.Contains("running", v1.Cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Importing_into_v1s_own_folder_is_refused_with_the_way_to_use_it()
    {
        using var v1 = new V1Installation();
        v1.Cli.Env += $"STORE_DIR={Path.Combine(v1.Root, "store")}\n";

        Assert.Equal(ExitCode.Conflict, await v1.ImportAsync());

        Assert.Contains("nanoclaw run", v1.Cli.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere", "does not exist")]
    [InlineData("groups", "is not a NanoClaw v1")]
    public async Task A_wrong_path_is_told_with_what_was_looked_for(string path, string reason)
    {
        using var v1 = new V1Installation();

        Assert.Equal(ExitCode.Usage, await v1.Cli.RunAsync(["import", "v1", Path.Combine(v1.Root, path)]));

        Assert.Contains(reason, v1.Cli.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("store")]
    [InlineData("store/messages.db")]
    public async Task The_database_or_its_folder_names_the_installation_too(string path)
    {
        using var v1 = new V1Installation();

        Assert.Equal(ExitCode.Success, await v1.Cli.RunAsync(["import", "v1", Path.Combine(v1.Root, path), "--dry-run"]));
    }

    [Fact]
    public async Task A_damaged_database_is_told_before_anything_is_made()
    {
        using var v1 = new V1Installation();
        await File.WriteAllBytesAsync(v1.Database, [.. (await File.ReadAllBytesAsync(v1.Database, Token))[..4096], .. new byte[20_000]], Token);

        Assert.Equal(ExitCode.Failure, await v1.ImportAsync());

        Assert.Contains("damaged", v1.Cli.Error, StringComparison.Ordinal);
        Assert.False(Path.Exists(Path.GetDirectoryName(v1.Target)));
    }

    [Fact]
    public async Task A_failure_on_the_way_leaves_the_target_as_it_was()
    {
        using var v1 = new V1Installation();
        v1.Write("groups/zoo/unreadable", "x");

        // A folder where a file has to go, made while the import runs: what it meets is what a full disk would give it, an IOException.
        Directory.CreateDirectory(v1.TargetGroups);
        var before = V1Installation.Fingerprint(v1.Cli.Folder);
        v1.Cli.OnError = text =>
        {
            if (text.StartsWith("Copying groups/zoo", StringComparison.Ordinal))
            {
                File.WriteAllText(Path.Combine(Directory.GetDirectories(v1.TargetGroups, ".import-*").Single(), "zoo"), "in the way");
            }
        };

        Assert.Equal(ExitCode.Failure, await v1.ImportAsync());

        Assert.Equal(before.Select(line => line.Split(' ')[0]), V1Installation.Fingerprint(v1.Cli.Folder).Select(line => line.Split(' ')[0]));
        v1.Cli.OnError = null;
        Assert.Equal(ExitCode.Success, await v1.ImportAsync());
    }

    [Fact]
    public async Task A_failure_at_the_last_move_takes_the_others_back()
    {
        using var v1 = new V1Installation();
        v1.Write("groups/zoo/CLAUDE.md", "x");
        var appeared = Path.Combine(v1.TargetGroups, "zoo");
        v1.Cli.OnError = text =>
        {
            if (text.StartsWith("Copying groups/zoo", StringComparison.Ordinal))
            {
                Directory.CreateDirectory(appeared);
                File.WriteAllText(Path.Combine(appeared, "somebody else's"), "");
            }
        };

        Assert.Equal(ExitCode.Failure, await v1.ImportAsync());

        Assert.Equal(["somebody else's"], Directory.GetFiles(v1.Cli.Folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Where(name => name != ".env"));
        Assert.False(Path.Exists(v1.Target));
    }

    [Fact]
    public async Task Groups_of_channels_that_are_not_here_are_kept_and_told()
    {
        using var v1 = new V1Installation();
        v1.Execute("INSERT INTO registered_groups (jid, name, folder, trigger_pattern, added_at) VALUES ('dc:1', 'Guild', 'guild', '@Andy', '2026')");

        var report = await v1.ReportAsync();

        Assert.Contains("no channel here for discord", Assert.Single(report.GetProperty("warnings").EnumerateArray()).GetString(), StringComparison.Ordinal);
        await using var store = v1.Open();
        Assert.NotNull(await store.Groups.FindAsync("dc:1", Token));
        Assert.True(Directory.Exists(Path.Combine(v1.TargetGroups, "guild")));
    }

    [Fact]
    public async Task The_keys_of_v1s_settings_are_sorted_and_their_values_never_shown()
    {
        using var v1 = new V1Installation();
        v1.Write(".env", "ASSISTANT_NAME=\"Bob\"\nTELEGRAM_BOT_TOKEN=1:s3cret\nANTHROPIC_API_KEY=s3cret\nSLACK_APP_TOKEN=s3cret\nnot a line\n");

        Assert.Equal(ExitCode.Success, await v1.ImportAsync("--dry-run"));

        Assert.Contains("put into .env here: ASSISTANT_NAME, TELEGRAM_BOT_TOKEN", v1.Cli.Output, StringComparison.Ordinal);
        Assert.Contains("nothing here reads: SLACK_APP_TOKEN", v1.Cli.Output, StringComparison.Ordinal);
        Assert.Contains("ASSISTANT_NAME=Bob", v1.Cli.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", v1.Cli.Output + v1.Cli.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("store")]
    [InlineData("store/messages.db")]
    [InlineData("groups")]
    [InlineData("groups/main/CLAUDE.md")]
    [InlineData(".env")]
    [InlineData("data")]
    public async Task What_this_user_may_not_read_of_v1_is_not_taken_for_missing(string path)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Root may read everything.");
        using var v1 = new V1Installation();
        v1.Write(".env", "ASSISTANT_NAME=Andy");
        v1.Write("data/sessions.json", "{}");
        path = Path.Combine(v1.Root, path);
        var mode = OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);
        Close(UnixFileMode.None);
        try
        {
            foreach (var options in new string[][] { ["--dry-run"], [] })
            {
                Assert.Equal(ExitCode.Failure, await v1.ImportAsync(options));
                Assert.Contains(path, v1.Cli.Error, StringComparison.Ordinal);
                Assert.Contains("Nothing was imported. Run the import as a user who may read all of v1's files", v1.Cli.Error, StringComparison.Ordinal);
                Assert.False(Directory.Exists(v1.TargetGroups));
                Assert.False(File.Exists(v1.Target));
            }
        }
        finally
        {
            Close(mode);
        }

        void Close(UnixFileMode to)
        {
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, to);
            }
        }
    }
}
