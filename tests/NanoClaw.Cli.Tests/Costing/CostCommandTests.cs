using System.Text.Json.Nodes;
using NanoClaw.Cli.Tests.Administration;
using NanoClaw.Deployment.Tests;
using NanoClaw.Store;

namespace NanoClaw.Cli.Tests.Costing;

public sealed class CostCommandTests() : AdministrationFixture(columns: 130)
{
    [Fact]
    public async Task It_tells_the_month_by_item()
    {
        await UseAsync();
        await RunAsync("cost");

        Assert.Contains(
            "from 2026-03-01 to 2026-04-01, counted until 2026-03-11 12:00 UTC: 2 runs, 1 failed, 50,002 min in all.",
            Nanoclaw.Output,
            StringComparison.Ordinal
        );
        // 3,000,120 s at 0.128 GB are 384,015 GB-s, in the plan so far; 31 / 10.5 times that are 1,133,760: $9.17 beyond it.
        Assert.Matches(@"Cloudflare +\$5\.00 +\$14\.17 \(saves from \$12\.00, limit \$15\.00\)", Nanoclaw.Output);
        Assert.Matches(@"claude-sonnet-4-5, cache read +700,000 tokens +2,066,667 tokens +- +\$0\.30/M +\$0\.21 +\$0\.62", Nanoclaw.Output);
        Assert.Matches(@"Durable Object duration +384,015 GB-s +1,133,760 GB-s +400,000 +\$12\.50/M +\$0\.00 +\$9\.17", Nanoclaw.Output);
        Assert.Contains("█", Nanoclaw.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_tells_it_by_group_and_by_day()
    {
        await UseAsync();
        await RunAsync("cost", "--by", "group");
        Assert.Matches(@"family +1 +200,000 +700,000 +100,000 +100,000 +\$0\.00 +\$2\.91", Nanoclaw.Output);

        await RunAsync("cost", "--by", "day");
        Assert.Matches(@"2026-03-02 +2 +1,100,000 +\$0\.00 +\$2\.91 +\$7\.91", Nanoclaw.Output);
        Assert.Matches(@"2026-03-11 +0 +0 +\$0\.00 +\$0\.00 +\$7\.91", Nanoclaw.Output);
    }

    [Fact]
    public async Task Its_json_holds_everything_and_a_picture_is_written()
    {
        await UseAsync();
        var answer = await RunJsonAsync("cost", "--svg", "month.svg");

        var month = answer.GetProperty("month");
        Assert.Equal((5m, 2.91m), (Sum(month, "cloudflare"), Sum(month, "model")));
        Assert.Equal(11, month.GetProperty("days").GetArrayLength());
        Assert.Equal("family", month.GetProperty("groups")[0].GetProperty("groupFolder").GetString());
        Assert.Equal(
            (System.Text.Json.JsonValueKind.Null, System.Text.Json.JsonValueKind.Null),
            (answer.GetProperty("measured").ValueKind, answer.GetProperty("whatIf").ValueKind)
        );
        Assert.StartsWith("<svg", await File.ReadAllTextAsync(Path.Combine(Nanoclaw.Folder, "month.svg"), Token), StringComparison.Ordinal);
        Assert.Contains("The picture is in ", Nanoclaw.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_month_is_shown_and_one_to_come_is_not()
    {
        await UseAsync();
        await RunAsync("cost", "--month", "2026-02");
        Assert.Contains("from 2026-02-01 to 2026-03-01, counted until 2026-03-01 00:00 UTC: 0 runs", Nanoclaw.Output, StringComparison.Ordinal);
        Assert.Contains("has not begun", await FailAsync(2, "cost", "--month", "2026-04"), StringComparison.Ordinal);
        Assert.Contains("such as 2026-10", await FailAsync(2, "cost", "--month", "march"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_if_is_answered_without_a_store_too()
    {
        await RunAsync("cost", "--what-if", "runs=2000/day seconds=200 model=claude-haiku-4-5");
        Assert.Contains("If there were 2,000 runs a day of 200 s", Nanoclaw.Output, StringComparison.Ordinal);
        Assert.Contains("The budget would save from the first day on, and stop on day 23.", Unwrapped, StringComparison.Ordinal);

        Assert.Contains("'speed' is not known", await FailAsync(2, "cost", "--what-if", "speed=1"), StringComparison.Ordinal);
        Assert.Contains("There is no store", await FailAsync(9, "cost"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_Workers_Free_it_says_that_nothing_is_billed()
    {
        Nanoclaw.Env += "CLOUDFLARE_WORKERS_PLAN=free\n";
        await UseAsync();
        await RunAsync("cost");
        Assert.Contains("nothing is billed: Workers Free", Nanoclaw.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_token_Cloudflares_own_count_stands_beside_it_and_what_it_does_not_tell_is_told()
    {
        await UseAsync();
        await using var cloudflare = await FakeCloudflare.StartAsync();
        Ask(cloudflare);
        cloudflare.Analytics.Add(
            "workersInvocationsAdaptive",
            "2026-03-05",
            JsonNode.Parse("""{ "dimensions": { "scriptName": "nanoclaw-prod" }, "sum": { "requests": 90, "cpuTimeUs": 20000 } }""")!.AsObject()
        );
        cloudflare.Analytics.Add(
            "workersInvocationsAdaptive",
            "2026-03-11",
            JsonNode.Parse("""{ "dimensions": { "scriptName": "shop" }, "sum": { "requests": 800, "cpuTimeUs": 0 } }""")!.AsObject()
        );
        cloudflare.Analytics.Refuse("r2StorageAdaptiveGroups", "account does not have access to the path");

        await RunAsync("cost");

        Assert.Matches(@"Worker requests +4 +890 +differs", Nanoclaw.Output);
        Assert.Matches(@"Worker CPU +20 ms +20 ms +agrees", Nanoclaw.Output);
        Assert.Contains("By Worker: shop 800, nanoclaw-prod 90.", Unwrapped, StringComparison.Ordinal);
        Assert.Contains("Not told by Cloudflare: R2 storage. The account's plan does not have this dataset", Unwrapped, StringComparison.Ordinal);
        Assert.Equal((new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 11)), (cloudflare.Analytics.Asked[0].First, cloudflare.Analytics.Asked[0].Last));

        var measured = (await RunJsonAsync("cost")).GetProperty("measured");
        Assert.Equal("plan", measured.GetProperty("troubles")[0].GetProperty("failure").GetString());
        Assert.DoesNotContain(cloudflare.Token, Nanoclaw.Output + Nanoclaw.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_without_the_permission_keeps_nothing_of_the_ledger_from_being_shown()
    {
        await UseAsync();
        await using var cloudflare = await FakeCloudflare.StartAsync();
        Ask(cloudflare);
        cloudflare.Analytics.Refuse("", $"not authorized for that account: Bearer {cloudflare.Token}");

        await RunAsync("cost");

        Assert.Contains("Account Analytics: Read", Unwrapped, StringComparison.Ordinal);
        Assert.Matches(@"model +\$2\.91", Nanoclaw.Output);
        Assert.DoesNotContain(cloudflare.Token, Nanoclaw.Output + Nanoclaw.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CLOUDFLARE_ANALYTICS_TOKEN=short\n", "CLOUDFLARE_ANALYTICS_TOKEN: That is no API token")]
    [InlineData("CLOUDFLARE_ANALYTICS_TOKEN=abcdefghijklmnopqrstuvwxyz0123456789abcd\n", "CLOUDFLARE_ACCOUNT_ID must be the account's id")]
    public async Task Settings_that_make_no_sense_are_told(string settings, string words)
    {
        Nanoclaw.Env += settings;
        await UseAsync();
        Assert.Contains(words, await FailAsync(2, "cost"), StringComparison.Ordinal);
        Assert.DoesNotContain("abcdefghij", Nanoclaw.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(60, null)]
    [InlineData(60, "group")]
    [InlineData(60, "day")]
    [InlineData(80, null)]
    [InlineData(110, "group")]
    [InlineData(200, null)]
    public async Task It_fits_the_screen(int columns, string? by)
    {
        await UseAsync();
        using var narrow = new CommandLine
        {
            Time = Clock,
            OutputIsTerminal = true,
            Columns = columns,
        };
        narrow.Env = $"STORE_DIR={Path.Combine(Nanoclaw.Folder, "store")}\nTZ=Europe/Paris\nHEALTH_PORT=none\n";
        narrow.Environment["NO_COLOR"] = "1";
        Assert.Equal(0, await narrow.RunAsync(["cost", .. by is null ? [] : new[] { "--by", by }]));
        Assert.All(narrow.Output.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd()), line => Assert.InRange(line.Length, 0, columns));
    }

    /// <summary>What was wrapped at words, in one line.</summary>
    private string Unwrapped => string.Join(' ', Nanoclaw.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private void Ask(FakeCloudflare cloudflare)
    {
        Nanoclaw.Env += $"CLOUDFLARE_ANALYTICS_TOKEN={cloudflare.Token}\nCLOUDFLARE_ACCOUNT_ID={FakeAccount.AccountId}\n";
        Nanoclaw.Environment["CLOUDFLARE_BASE_URL"] = cloudflare.Address.ToString();
    }

    private static decimal Sum(System.Text.Json.JsonElement month, string bill) => month.GetProperty(bill).GetProperty("soFarUsd").GetDecimal();

    /// <summary>Two runs on the second of March; it is the eleventh.</summary>
    private async Task UseAsync()
    {
        await StoreAsync(async store =>
        {
            await RunAsync(
                store,
                "a",
                "family",
                RunStatus.Succeeded,
                new(1_000_000, 100_000, 3, TimeSpan.FromSeconds(120), "claude-sonnet-4-5") { CacheReadTokens = 700_000, CacheWriteTokens = 100_000 }
            );
            await RunAsync(store, "b", "main", RunStatus.Failed, RunUsage.None with { Duration = TimeSpan.FromSeconds(3_000_000) });
        });
        Clock.SetUtcNow(Start.AddDays(10));
    }

    private static async Task RunAsync(IStore store, string id, string folder, RunStatus status, RunUsage usage)
    {
        await store.Runs.BeginAsync(
            new AgentRun
            {
                RunId = id,
                GroupFolder = folder,
                ChatJid = $"{folder}@g.us",
                StartedAt = Start.AddDays(1),
            },
            Token
        );
        await store.Runs.EndAsync(
            id,
            new RunOutcome
            {
                Status = status,
                EndedAt = Start.AddDays(1),
                Usage = usage,
            },
            Token
        );
    }
}
