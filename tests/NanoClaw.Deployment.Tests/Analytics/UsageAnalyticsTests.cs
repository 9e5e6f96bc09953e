using System.Text.Json.Nodes;
using NanoClaw.Deployment.Analytics;
using NanoClaw.Deployment.Cloudflare;
using NanoClaw.Pricing;

namespace NanoClaw.Deployment.Tests.Analytics;

/// <summary>What Cloudflare measured, over a real socket: units, halves, and every refusal by itself.</summary>
public sealed class UsageAnalyticsTests
{
    private static readonly DateOnly First = new(2026, 11, 1);
    private static readonly DateOnly Last = new(2026, 11, 20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_dataset_becomes_units_of_the_bill()
    {
        await using var cloudflare = await FakeCloudflare.StartAsync();
        Fill(cloudflare.Analytics);

        var report = await ReadAsync(cloudflare);

        Assert.Empty(report.Troubles);
        Assert.Equal(12_000, report.Units[CloudItem.WorkerRequests]);
        Assert.Equal(36_500, report.Units[CloudItem.WorkerCpu]); // 36.5 million microseconds
        Assert.Equal(21_000, report.Units[CloudItem.ObjectRequests]);
        Assert.Equal(9_216.5m, report.Units[CloudItem.ObjectDuration]); // GB-s as they come
        Assert.Equal((4_000_000, 90_000), (report.Units[CloudItem.RowsRead], report.Units[CloudItem.RowsWritten]));
        // Two objects' namespaces on two days: (0.9 + 0.3) + (1.2 + 0.6) GB-days of a month of 30.
        Assert.Equal(0.1m, report.Units[CloudItem.Stored]);
        // What is not in the lists of classes counts as the dearer.
        Assert.Equal((1_501, 10_000), (report.Units[CloudItem.R2Writes], report.Units[CloudItem.R2Reads]));
        Assert.Equal(2m, report.Units[CloudItem.R2Stored]);
        Assert.Equal((0, 0), (report.Units[CloudItem.D1RowsRead], report.Units[CloudItem.D1Stored]));
        Assert.Equal((70, 5), (report.Units[CloudItem.KvReads], report.Units[CloudItem.KvWrites]));
        Assert.Equal(
            [("nanoclaw-prod", 9_000m), ("somebody-elses", 3_000m)],
            report.RequestsByWorker.OrderByDescending(worker => worker.Value).Select(worker => (worker.Key, worker.Value))
        );
    }

    [Fact]
    public async Task A_plan_that_lets_a_week_be_asked_for_is_asked_by_parts_and_nothing_is_counted_twice()
    {
        await using var cloudflare = await FakeCloudflare.StartAsync();
        Fill(cloudflare.Analytics);
        var whole = await ReadAsync(cloudflare);
        cloudflare.Analytics.MostDays = 7;
        cloudflare.Analytics.Asked.Clear();

        var parts = await ReadAsync(cloudflare);

        Assert.Equal(whole.Units.OrderBy(unit => unit.Key), parts.Units.OrderBy(unit => unit.Key));
        var answered = cloudflare
            .Analytics.Asked.Where(asked => asked.Dataset == "workersInvocationsAdaptive" && asked.Last.DayNumber - asked.First.DayNumber < 7)
            .OrderBy(asked => asked.First)
            .ToList();
        Assert.Equal((First, Last), (answered[0].First, answered[^1].Last));
        Assert.All(answered.Zip(answered.Skip(1)), pair => Assert.Equal(pair.First.Last.AddDays(1), pair.Second.First));
    }

    [Theory]
    [InlineData(
        "zone does not have access to the path. Refer to https://developers.cloudflare.com/",
        nameof(AnalyticsFailure.Plan),
        "plan does not have this dataset"
    )]
    [InlineData("cannot request data older than 2678400s", nameof(AnalyticsFailure.TooOld), "does not keep it for so long")]
    [InlineData("unknown field \"duration\"", nameof(AnalyticsFailure.Changed), "nanoclaw version")]
    public async Task A_dataset_that_is_refused_keeps_none_of_the_others(string message, string failure, string words)
    {
        await using var cloudflare = await FakeCloudflare.StartAsync();
        Fill(cloudflare.Analytics);
        cloudflare.Analytics.Refuse("durableObjectsPeriodicGroups", message);

        var report = await ReadAsync(cloudflare);

        var trouble = Assert.Single(report.Troubles);
        Assert.Equal((failure, "durableObjectsPeriodicGroups"), (trouble.Failure.ToString(), trouble.Dataset));
        Assert.Equal([CloudItem.ObjectDuration, CloudItem.RowsRead, CloudItem.RowsWritten], trouble.Items);
        Assert.Contains(words, trouble.Text, StringComparison.Ordinal);
        Assert.False(report.Units.ContainsKey(CloudItem.ObjectDuration));
        Assert.Equal(12_000, report.Units[CloudItem.WorkerRequests]);
        Assert.Equal(2m, report.Units[CloudItem.R2Stored]);
    }

    [Theory]
    [InlineData("not authorized for that account", nameof(AnalyticsFailure.Permission), "Account Analytics: Read")]
    [InlineData("Unauthorized", nameof(AnalyticsFailure.Token), "Make a new one")]
    [InlineData("rate limiter budget depleted, try again after 5 minutes", nameof(AnalyticsFailure.Limited), "in five minutes")]
    [InlineData("Internal server error", nameof(AnalyticsFailure.Unavailable), "cloudflarestatus")]
    public async Task What_holds_for_all_datasets_is_asked_once(string message, string failure, string words)
    {
        await using var cloudflare = await FakeCloudflare.StartAsync();
        cloudflare.Analytics.Refuse("", message);

        var report = await ReadAsync(cloudflare);

        Assert.Empty(report.Units);
        Assert.Single(cloudflare.Analytics.Asked);
        Assert.All(report.Troubles, trouble => Assert.Equal(failure, trouble.Failure.ToString()));
        Assert.Contains(words, report.Troubles[0].Text, StringComparison.Ordinal);
        Assert.Equal(
            Enum.GetValues<CloudItem>().Except([CloudItem.LogsWritten, CloudItem.LogsKept]),
            report.Troubles.SelectMany(trouble => trouble.Items).Order()
        );
    }

    [Fact]
    public async Task A_token_that_is_not_known_is_told_and_nothing_of_it_or_of_the_answer_is_said()
    {
        await using var cloudflare = await FakeCloudflare.StartAsync();

        var report = await ReadAsync(cloudflare, token: "of-somebody-else-altogether-0123456789");

        Assert.Equal(AnalyticsFailure.Token, report.Troubles[0].Failure);
        Assert.DoesNotContain(
            report.Troubles,
            trouble => trouble.Text.Contains("somebody", StringComparison.Ordinal) || trouble.Text.Contains("Bearer", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Another_account_than_the_tokens_is_a_missing_permission()
    {
        await using var cloudflare = await FakeCloudflare.StartAsync();

        var report = await ReadAsync(cloudflare, account: FakeAccount.ZoneId);

        Assert.Equal(AnalyticsFailure.Permission, report.Troubles[0].Failure);
        Assert.Contains(FakeAccount.ZoneId, report.Troubles[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_in_between_a_cut_and_a_limit_are_no_figures()
    {
        await using var cloudflare = await FakeCloudflare.StartAsync();
        cloudflare.AnswerPage("graphql", 200);
        Assert.Equal(AnalyticsFailure.Unavailable, (await ReadAsync(cloudflare)).Troubles[0].Failure);

        await using var limited = await FakeCloudflare.StartAsync();
        limited.Limit("graphql", retryAfter: 300);
        Assert.Equal(AnalyticsFailure.Limited, (await ReadAsync(limited)).Troubles[0].Failure);
    }

    private static async Task<AnalyticsReport> ReadAsync(FakeCloudflare cloudflare, string? token = null, string account = FakeAccount.AccountId)
    {
        Assert.True(ApiToken.TryParse(token ?? cloudflare.Token, out var parsed, out _));
        using var http = CloudflareApi.CreateClient(cloudflare.Address);
        var time = new HastyTime();
        return await new UsageAnalytics(new CloudflareApi(http, parsed, time), account).ReadAsync(First, Last, monthDays: 30, Token);
    }

    /// <summary>Rows in the shape of recorded answers.</summary>
    private static void Fill(FakeAnalytics analytics)
    {
        analytics.Add(
            "workersInvocationsAdaptive",
            "2026-11-02",
            Row("""{ "dimensions": { "scriptName": "nanoclaw-prod" }, "sum": { "requests": 9000, "cpuTimeUs": 30500000 } }""")
        );
        analytics.Add(
            "workersInvocationsAdaptive",
            "2026-11-19",
            Row("""{ "dimensions": { "scriptName": "somebody-elses" }, "sum": { "requests": 3000, "cpuTimeUs": 6000000 } }""")
        );
        analytics.Add(
            "workersInvocationsAdaptive",
            "2026-10-31",
            Row("""{ "dimensions": { "scriptName": "nanoclaw-prod" }, "sum": { "requests": 777777, "cpuTimeUs": 1 } }""")
        );
        analytics.Add(
            "durableObjectsInvocationsAdaptiveGroups",
            "2026-11-01",
            Row("""{ "dimensions": { "namespaceId": "aa" }, "sum": { "requests": 21000 } }""")
        );
        analytics.Add(
            "durableObjectsPeriodicGroups",
            "2026-11-10",
            Row("""{ "dimensions": { "namespaceId": "aa" }, "sum": { "duration": 9216.5, "rowsRead": 4000000, "rowsWritten": 90000 } }""")
        );
        foreach (var (day, bytes, others) in new[] { ("2026-11-05", 900_000_000, 300_000_000), ("2026-11-20", 1_200_000_000, 600_000_000) })
        {
            analytics.Add(
                "durableObjectsSqlStorageGroups",
                day,
                Row($$"""{ "dimensions": { "date": "{{day}}", "namespaceId": "aa" }, "max": { "storedBytes": {{bytes}} } }""")
            );
            analytics.Add(
                "durableObjectsSqlStorageGroups",
                day,
                Row($$"""{ "dimensions": { "date": "{{day}}", "namespaceId": "bb" }, "max": { "storedBytes": {{others}} } }""")
            );
        }

        foreach (var (action, count) in new[] { ("PutObject", 1500), ("GetBucketSippyConfiguration", 1), ("GetObject", 10_000), ("DeleteObject", 88_000) })
        {
            analytics.Add(
                "r2OperationsAdaptiveGroups",
                "2026-11-07",
                Row($$"""{ "dimensions": { "actionType": "{{action}}" }, "sum": { "requests": {{count}} } }""")
            );
        }

        analytics.Add(
            "r2StorageAdaptiveGroups",
            "2026-11-07",
            Row("""{ "dimensions": { "date": "2026-11-07", "bucketName": "backups" }, "max": { "payloadSize": 59000000000, "metadataSize": 1000000000 } }""")
        );
        analytics.Add("kvOperationsAdaptiveGroups", "2026-11-07", Row("""{ "dimensions": { "actionType": "read" }, "sum": { "requests": 70 } }"""));
        analytics.Add("kvOperationsAdaptiveGroups", "2026-11-07", Row("""{ "dimensions": { "actionType": "write" }, "sum": { "requests": 5 } }"""));
    }

    private static JsonObject Row(string json) => JsonNode.Parse(json)!.AsObject();
}
