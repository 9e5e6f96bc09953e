using NanoClaw.Store;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.Cost.Tests;

/// <summary>A store of its own with a month that is small enough to be reckoned by hand.</summary>
internal sealed class HandMonth : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nanoclaw-cost-");
    private int _runs;

    private HandMonth() => Store = SqliteStore.Open(new StoreOptions { Path = Path.Combine(_folder.FullName, "messages.db") });

    public SqliteStore Store { get; }

    /// <summary>June 2026 has 30 days; ten of them are over.</summary>
    public static BillingPeriod June { get; } = BillingPeriod.Of(2026, 6, 1);

    public static DateTimeOffset Now { get; } = new(2026, 6, 11, 0, 0, 0, TimeSpan.Zero);

    public static HandMonth Empty() => new();

    /// <summary>Three runs of two groups on three days, with two models; one beside the month.</summary>
    public static async Task<HandMonth> CreateAsync()
    {
        var month = new HandMonth();
        await month.UseAsync(
            "2026-06-01T00:00:00Z",
            "family",
            new(30_000, 2_000, 3, TimeSpan.FromSeconds(2_000_000), "claude-sonnet-4-5") { CacheReadTokens = 20_000, CacheWriteTokens = 6_000 }
        );
        await month.UseAsync(
            "2026-06-04T23:59:59Z",
            "family",
            new(50_000, 1_000, 2, TimeSpan.FromSeconds(1_500_000), "claude-sonnet-4-5") { CacheReadTokens = 45_000, CacheWriteTokens = 1_000 },
            isFailed: true
        );
        await month.UseAsync(
            "2026-06-10T12:00:00Z",
            "main",
            new(110_000, 3_000, 4, TimeSpan.FromSeconds(500_000), "claude-haiku-4-5")
            {
                CacheReadTokens = 60_000,
                CacheWriteTokens = 10_000,
                Shares = [new("claude-sonnet-4-5", 10_000, 0, 0, 1_000), new("claude-haiku-4-5", 100_000, 60_000, 10_000, 2_000)],
            }
        );
        await month.UseAsync("2026-05-31T23:59:59Z", "family", new(9_000_000, 9_000_000, 9, TimeSpan.FromSeconds(9_000_000), "claude-sonnet-4-5"));
        return month;
    }

    public async Task UseAsync(string at, string folder, RunUsage usage, bool isFailed = false)
    {
        var (id, time) = ($"run-{++_runs}", DateTimeOffset.Parse(at));
        await Store.Runs.BeginAsync(
            new AgentRun
            {
                RunId = id,
                GroupFolder = folder,
                ChatJid = $"{folder}@fake",
                StartedAt = time,
            }
        );
        await Store.Runs.EndAsync(
            id,
            new RunOutcome
            {
                Status = isFailed ? RunStatus.Failed : RunStatus.Succeeded,
                EndedAt = time,
                Usage = usage,
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
