using NanoClaw.Doctor;
using NanoClaw.Doctor.Checks;
using NanoClaw.Home.Examining;
using NanoClaw.Host;
using NanoClaw.Store;
using NanoClaw.Store.Sqlite;
using NanoClaw.Store.Tests;

namespace NanoClaw.Cli.Tests.Doctor;

/// <summary>The store and what is in it.</summary>
public sealed class StoreCheckTests : DoctorFixture
{
    private const string Chat = "family@g.us";

    [Fact]
    public async Task A_store_that_is_whole_is_well()
    {
        await MakeStoreAsync();

        await ExpectOkAsync(new StoreCheck());
        await ExpectOkAsync(new PermissionsCheck());
        await ExpectOkAsync(new TasksCheck());
        await ExpectOkAsync(new BudgetCheck());
    }

    [Fact]
    public async Task A_look_changes_nothing()
    {
        await MakeStoreAsync();
        var before = await File.ReadAllBytesAsync(StorePath, Token);

        foreach (var check in DoctorChecks.All.Where(check => check.Name is not ("endpoint" or "credentials" or "telegram")))
        {
            await RunAsync(check);
        }

        Assert.Equal(before, await File.ReadAllBytesAsync(StorePath, Token));
    }

    [Fact]
    public async Task No_store_yet_is_told_with_the_two_ways_to_have_one()
    {
        await ExpectAsync(new StoreCheck(), FindingStatus.Warning, "nanoclaw run", "nanoclaw import v1");
        await ExpectAsync(new PermissionsCheck(), FindingStatus.Skipped, "no store");
        await ExpectAsync(new GroupsCheck(), FindingStatus.Skipped, "no store");
        await ExpectAsync(new TasksCheck(), FindingStatus.Skipped, "no store");
        await ExpectAsync(new BudgetCheck(), FindingStatus.Skipped, "no store");
        Assert.False(File.Exists(StorePath));
    }

    [Fact]
    public async Task A_damaged_store_is_a_problem()
    {
        await MakeStoreAsync();
        var bytes = await File.ReadAllBytesAsync(StorePath, Token);
        Array.Clear(bytes, 4096, bytes.Length - 4096);
        await File.WriteAllBytesAsync(StorePath, bytes, Token);

        await ExpectAsync(new StoreCheck(), FindingStatus.Problem, "damaged");
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_a_problem()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(StorePath)!);
        await File.WriteAllTextAsync(StorePath, new string('x', 5000), Token);

        await ExpectAsync(new StoreCheck(), FindingStatus.Problem, "not a database");
    }

    [Theory]
    [InlineData(0, (int)FindingStatus.Warning, "as NanoClaw v1 left it")]
    [InlineData(99, (int)FindingStatus.Problem, "newer NanoClaw")]
    public async Task Another_schema_is_told(int version, int status, string said)
    {
        await MakeStoreAsync();
        V1Database.Execute(StorePath, $"PRAGMA user_version = {version}");

        await ExpectAsync(new StoreCheck(), (FindingStatus)status, said);
        await ExpectAsync(new GroupsCheck(), FindingStatus.Skipped, "no store to look into");
        Assert.Equal($"{version}", V1Database.Query(StorePath, "PRAGMA user_version"));
    }

    [Fact]
    public async Task A_running_assistant_is_told()
    {
        await using var running = SqliteStore.Open(new StoreOptions { Path = StorePath });

        await ExpectAsync(new StoreCheck(), FindingStatus.Ok, "the assistant is running");
    }

    [Fact]
    public async Task A_store_that_others_may_read_is_told()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        await MakeStoreAsync();
        var store = Path.GetDirectoryName(StorePath)!;
        Directory.CreateDirectory(Path.Combine(store, "auth"));
        SetMode(Path.Combine(store, "auth"), "755");
        await ExpectOkAsync(new PermissionsCheck());

        SetMode(store, "755");

        await ExpectAsync(new PermissionsCheck(), FindingStatus.Warning, "chmod 700");
        await ExpectAsync(new PermissionsCheck(), FindingStatus.Problem, "WhatsApp", "chmod -R go=");
    }

    [Fact]
    public async Task A_groups_folder_that_others_may_look_into_is_told()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        await MakeStoreAsync();
        var groups = Directory.CreateDirectory(Path.Combine(Folder, "groups")).FullName;
        SetMode(groups, "755");
        await ExpectAsync(new PermissionsCheck(), FindingStatus.Warning, "groups' memories", $"chmod 700 {groups}");

        SetMode(groups, "700");
        await ExpectOkAsync(new PermissionsCheck());
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_a_problem()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A folder that nobody can write to, not even root, is Linux's.");
        await MakeStoreAsync();
        Env = $"{Agent}GROUPS_DIR=/proc\n";

        await ExpectAsync(new PermissionsCheck(), FindingStatus.Problem, "/proc cannot be written", "chown");
    }

    [Theory]
    [InlineData(50_000_000, (int)FindingStatus.Problem)]
    [InlineData(500_000_000, (int)FindingStatus.Warning)]
    [InlineData(5_000_000_000, (int)FindingStatus.Ok)]
    public Task A_full_disk_is_told_before_it_is_full(long free, int status) => ExpectAsync(new DiskSpaceCheck(_ => free), (FindingStatus)status, "B");

    [Theory]
    [InlineData(0, "No group is the main group")]
    [InlineData(2, "2 groups are main groups")]
    public async Task There_is_exactly_one_main_group(int mains, string said)
    {
        await MakeStoreAsync();
        await using (var store = OpenStore())
        {
            await store.Groups.PutAsync(Group("a@g.us", "a") with { IsMain = mains > 0 }, Token);
            await store.Groups.PutAsync(Group(Chat, "main") with { IsMain = mains > 1 }, Token);
        }

        await ExpectAsync(new GroupsCheck(), FindingStatus.Problem, said, "nanoclaw groups set");
    }

    [Fact]
    public async Task A_rule_for_a_group_that_is_not_there_is_told()
    {
        await File.WriteAllTextAsync(Path.Combine(Folder, "rules.yaml"), "rules: [{ effect: any, group: mian, decision: refuse }]", Token);
        await ExpectOkAsync(new RulesCheck());

        await MakeStoreAsync();
        await ExpectAsync(new RulesCheck(), FindingStatus.Warning, "line 1: no group has the folder mian.", "nanoclaw groups list");
    }

    [Fact]
    public async Task Groups_that_can_be_served_are_well()
    {
        await MakeStoreAsync();
        await LinkWhatsAppAsync("{}");

        await ExpectOkAsync(new GroupsCheck());
    }

    [Fact]
    public async Task A_store_without_groups_is_told()
    {
        await using (OpenStore()) { }

        await ExpectAsync(new GroupsCheck(), FindingStatus.Skipped, "None yet", "nanoclaw chat");

        await LinkWhatsAppAsync("{}");
        await ExpectAsync(new GroupsCheck(), FindingStatus.Warning, "No group", "nanoclaw groups add");
    }

    [Fact]
    public async Task What_keeps_a_group_from_being_served_is_told()
    {
        await MakeStoreAsync();
        await LinkWhatsAppAsync("{}");
        await using (var store = OpenStore())
        {
            await store.Groups.PutAsync(Group("x@g.us", "../x"), Token);
            await store.Groups.PutAsync(Group("tg:1", "elsewhere"), Token);
            await store.Groups.PutAsync(Group("p@g.us", "pattern") with { Trigger = "^@Andy\\b" }, Token);
        }

        Directory.CreateDirectory(Path.Combine(Folder, "groups", "elsewhere"));
        Directory.CreateDirectory(Path.Combine(Folder, "groups", "pattern"));
        await File.WriteAllTextAsync(Path.Combine(Folder, "groups", "elsewhere", "CLAUDE.md"), new string('x', 65_537), Token);

        await ExpectAsync(new GroupsCheck(), FindingStatus.Problem, "'../x'", "not a group's folder");
        await ExpectAsync(new GroupsCheck(), FindingStatus.Warning, "tg:1", "not served");
        await ExpectAsync(new GroupsCheck(), FindingStatus.Warning, "^@Andy", "letter by letter");
        await ExpectAsync(new GroupsCheck(), FindingStatus.Warning, "65537 characters", "Shorten");
    }

    [Fact]
    public async Task A_group_without_its_folder_is_told()
    {
        await MakeStoreAsync();
        Directory.Delete(Path.Combine(Folder, "groups", "main"), recursive: true);

        await ExpectAsync(new GroupsCheck(), FindingStatus.Warning, "no memory", "mkdir");
    }

    [Fact]
    public async Task Tasks_that_do_not_run_are_told_with_the_reason()
    {
        await MakeStoreAsync();
        await using (var store = OpenStore())
        {
            await store.Tasks.AddAsync(NewTask("paused") with { Status = ScheduledTaskStatus.Paused, LastResult = "Error: its group is gone" }, Token);
            await store.Tasks.AddAsync(NewTask("paused-by-hand") with { Status = ScheduledTaskStatus.Paused }, Token);
            await store.Tasks.AddAsync(NewTask("bad-cron") with { ScheduleValue = "every day" }, Token);
            await store.Tasks.AddAsync(NewTask("orphan") with { GroupFolder = "nobody" }, Token);
            await store.Tasks.AddAsync(NewTask("failing") with { LastResult = "Error: model_overloaded" }, Token);
            await store.Tasks.AddAsync(NewTask("nowhere") with { NextRun = null }, Token);
        }

        var check = new TasksCheck();
        await ExpectAsync(check, FindingStatus.Warning, "Task paused ", "its group is gone", "nanoclaw tasks resume paused");
        await ExpectAsync(check, FindingStatus.Problem, "bad-cron", "five fields");
        await ExpectAsync(check, FindingStatus.Problem, "orphan", "not registered");
        await ExpectAsync(check, FindingStatus.Warning, "failing", "model_overloaded");
        await ExpectAsync(check, FindingStatus.Warning, "nowhere", "no next time");
        Assert.DoesNotContain(await RunAsync(check), finding => finding.Text.Contains("by-hand", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_task_long_overdue_is_told_while_the_assistant_runs()
    {
        await MakeStoreAsync();
        await using (var store = OpenStore())
        {
            await store.Tasks.AddAsync(NewTask("late") with { NextRun = Time.GetUtcNow().AddHours(-3) }, Token);
        }

        await ExpectOkAsync(new TasksCheck());
        await using var running = SqliteStore.Open(new StoreOptions { Path = StorePath });
        await ExpectAsync(new TasksCheck(), FindingStatus.Warning, "late", "overdue");
    }

    [Theory]
    [InlineData("BUDGET_SAVING_FROM=1", (int)FindingStatus.Warning, "Saving")]
    [InlineData("BUDGET_SAVING_FROM=1\nBUDGET_STOP_AT=4", (int)FindingStatus.Problem, "Stopped")]
    public async Task A_budget_that_is_used_up_is_told(string settings, int status, string said)
    {
        await MakeStoreAsync();
        Env = $"{Agent}{settings}\n";

        await ExpectAsync(new BudgetCheck(), (FindingStatus)status, said, "/budget override");
    }

    [Fact]
    public async Task Runs_that_failed_lately_are_counted_by_their_code()
    {
        await MakeStoreAsync();
        await using (var store = OpenStore())
        {
            foreach (var (id, age) in new[] { ("a", 1), ("b", 2), ("old", 48) })
            {
                await store.Runs.BeginAsync(
                    new AgentRun
                    {
                        RunId = id,
                        GroupFolder = "main",
                        ChatJid = Chat,
                        StartedAt = Time.GetUtcNow().AddHours(-age),
                    },
                    Token
                );
                await store.Runs.EndAsync(
                    id,
                    new RunOutcome
                    {
                        Status = RunStatus.Failed,
                        EndedAt = Time.GetUtcNow().AddHours(-age),
                        ErrorCode = "turn_timeout",
                    },
                    Token
                );
            }
        }

        await ExpectAsync(new BudgetCheck(), FindingStatus.Warning, "turn_timeout 2x");
    }

    [Fact]
    public async Task A_sender_allowlist_that_makes_no_sense_is_a_problem()
    {
        await File.WriteAllTextAsync(Senders, """{"default":{"allow":"*"}}""", Token);
        await ExpectOkAsync(new SenderAllowlistCheck());

        await File.WriteAllTextAsync(Senders, """{"default":{"allow":5}}""", Token);

        await ExpectAsync(new SenderAllowlistCheck(), FindingStatus.Problem, "senders.json", "Example");
    }

    private static RegisteredGroup Group(string jid, string folder) =>
        new()
        {
            Jid = jid,
            Name = folder,
            Folder = folder,
            Trigger = "@Andy",
            AddedAt = DateTimeOffset.UnixEpoch,
        };

    private ScheduledTask NewTask(string id) =>
        new()
        {
            Id = id,
            GroupFolder = "main",
            ChatJid = Chat,
            Prompt = "p",
            ScheduleType = ScheduleType.Cron,
            ScheduleValue = "0 9 * * *",
            NextRun = Time.GetUtcNow().AddHours(1),
            CreatedAt = Time.GetUtcNow(),
        };

    private async Task MakeStoreAsync()
    {
        GroupFolders.Make(Path.Combine(Folder, "groups"), "main");
        await using var store = OpenStore();
        await store.Groups.PutAsync(Group(Chat, "main") with { IsMain = true }, Token);
    }

    private async Task LinkWhatsAppAsync(string credentials)
    {
        var auth = Directory.CreateDirectory(Path.Combine(Folder, "store", "auth"));
        await File.WriteAllTextAsync(Path.Combine(auth.FullName, "creds.json"), credentials, Token);
    }
}
