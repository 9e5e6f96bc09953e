using NanoClaw.Store;
using NanoClaw.Store.Sqlite;
using NanoClaw.Store.Tests;

namespace NanoClaw.Import.Tests;

/// <summary>What stands in the way of an import, and what a failure leaves: everything as it was.</summary>
public sealed class V1ObstacleTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_dry_run_says_the_same_and_changes_nothing_anywhere()
    {
        using var v1 = new V1Installation();
        v1.Write("store/auth/creds.json", "{}");
        var (source, target) = (V1Installation.Fingerprint(v1.Root), V1Installation.Fingerprint(v1.Here));

        var planned = await v1.ImportAsync(dryRun: true);

        Assert.Equal(source, V1Installation.Fingerprint(v1.Root));
        Assert.Equal(target, V1Installation.Fingerprint(v1.Here));
        Assert.Equivalent(planned with { DryRun = false }, await v1.ImportAsync(), strict: true);
    }

    [Fact]
    public async Task What_a_running_v1_has_in_its_log_is_in_the_dry_run_and_the_import_waits_for_its_end()
    {
        using var v1 = new V1Installation();
        v1.Execute("PRAGMA journal_mode = WAL");
        await using (var writer = V1Database.Connect(v1.Database))
        {
            v1.Execute(
                "INSERT INTO messages (id, chat_jid, content, timestamp, is_from_me) VALUES ('late', 'family@g.us', 'x', '2026-03-01T12:00:04.000Z', 0)"
            );
            var before = V1Installation.Fingerprint(v1.Root);

            Assert.Equal(5, (await v1.ImportAsync(dryRun: true)).Database.Messages);
            Assert.Equal(before, V1Installation.Fingerprint(v1.Root));
            if (OperatingSystem.IsLinux())
            {
                var (failure, message) = await v1.FailAsync();
                Assert.Equal(ImportFailure.Conflict, failure);
                Assert.Contains("v1 seems to be running", message, StringComparison.Ordinal);
                Assert.False(Directory.Exists(Path.GetDirectoryName(v1.Target)));
            }
        }

        Assert.Equal(5, (await v1.ImportAsync()).Database.Messages);
    }

    [Fact]
    public async Task A_second_import_is_refused_and_the_first_stays()
    {
        using var v1 = new V1Installation();
        await v1.ImportAsync();
        var before = V1Installation.Fingerprint(v1.Here);

        var (failure, message) = await v1.FailAsync();

        Assert.Equal(ImportFailure.Conflict, failure);
        Assert.Contains("STORE_DIR", message, StringComparison.Ordinal);
        Assert.Equal(before, V1Installation.Fingerprint(v1.Here));
    }

    [Fact]
    public async Task A_store_that_a_command_has_made_empty_is_no_obstacle()
    {
        using var v1 = new V1Installation();
        await using (v1.Open()) { }

        Assert.Equal(4, (await v1.ImportAsync()).Database.Messages);
    }

    [Fact]
    public async Task A_file_that_is_no_store_may_hold_something_to_lose()
    {
        using var v1 = new V1Installation();
        Directory.CreateDirectory(Path.GetDirectoryName(v1.Target)!);
        await File.WriteAllTextAsync(v1.Target, "somebody's own", Token);

        Assert.Equal(ImportFailure.Conflict, (await v1.FailAsync()).Failure);

        Assert.Equal("somebody's own", await File.ReadAllTextAsync(v1.Target, Token));
    }

    [Fact]
    public async Task What_a_killed_import_left_is_no_obstacle()
    {
        using var v1 = new V1Installation();
        Directory.CreateDirectory(Path.Combine(v1.TargetGroups, ".import-0123", "main"));

        Assert.Equal(4, (await v1.ImportAsync()).Database.Messages);
    }

    [Fact]
    public async Task A_running_assistant_is_an_obstacle()
    {
        using var v1 = new V1Installation();
        await using var running = SqliteStore.Open(new StoreOptions { Path = v1.Target });

        Assert.Contains("running", (await v1.FailAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Importing_into_v1s_own_folder_is_refused_with_the_way_to_use_it()
    {
        using var v1 = new V1Installation();
        v1.Settings = v1.Settings with { StoreFolder = Path.Combine(v1.Root, "store") };

        Assert.Contains("nanoclaw run", (await v1.FailAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_database_is_told_before_anything_is_made()
    {
        using var v1 = new V1Installation();
        await File.WriteAllBytesAsync(v1.Database, [.. (await File.ReadAllBytesAsync(v1.Database, Token))[..4096], .. new byte[20_000]], Token);

        var exception = await Assert.ThrowsAnyAsync<Exception>(() => v1.ImportAsync());

        Assert.Contains("damaged", exception.Message, StringComparison.Ordinal);
        Assert.False(Path.Exists(Path.GetDirectoryName(v1.Target)));
    }

    [Fact]
    public async Task A_failure_on_the_way_leaves_the_target_as_it_was()
    {
        using var v1 = new V1Installation();
        v1.Write("groups/zoo/unreadable", "x");

        // A folder where a file has to go, made while the import runs: what it meets is what a full disk would give it, an IOException.
        Directory.CreateDirectory(v1.TargetGroups);
        var before = V1Installation.Fingerprint(v1.Here);
        v1.OnStep = step =>
        {
            if (step.StartsWith("Copying groups/zoo", StringComparison.Ordinal))
            {
                File.WriteAllText(Path.Combine(Directory.GetDirectories(v1.TargetGroups, ".import-*").Single(), "zoo"), "in the way");
            }
        };

        await Assert.ThrowsAsync<IOException>(() => v1.ImportAsync());

        Assert.Equal(before.Select(line => line.Split(' ')[0]), V1Installation.Fingerprint(v1.Here).Select(line => line.Split(' ')[0]));
        v1.OnStep = null;
        Assert.Equal(4, (await v1.ImportAsync()).Database.Messages);
    }

    [Fact]
    public async Task A_failure_at_the_last_move_takes_the_others_back()
    {
        using var v1 = new V1Installation();
        v1.Write("groups/zoo/CLAUDE.md", "x");
        var appeared = Path.Combine(v1.TargetGroups, "zoo");
        v1.OnStep = step =>
        {
            if (step.StartsWith("Copying groups/zoo", StringComparison.Ordinal))
            {
                Directory.CreateDirectory(appeared);
                File.WriteAllText(Path.Combine(appeared, "somebody else's"), "");
            }
        };

        await Assert.ThrowsAsync<IOException>(() => v1.ImportAsync());

        Assert.Equal(["somebody else's"], Directory.GetFiles(v1.Here, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
        Assert.False(Path.Exists(v1.Target));
    }
}
