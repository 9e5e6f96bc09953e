using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using NanoClaw.Host.Budget;
using NanoClaw.Host.Health;
using NanoClaw.Host.Tests.Support;
using YamlDotNet.Serialization;

namespace NanoClaw.Host.Tests;

/// <summary>The dashboard and the alert rules name what the process's own page has, and the page has nothing that nobody sees.</summary>
public sealed partial class DashboardTests(DashboardTests.Page page) : IClassFixture<DashboardTests.Page>
{
    /// <summary>What Prometheus itself puts on each series.</summary>
    private static readonly string[] OfPrometheus = ["instance", "job"];

    /// <summary>Metrics that are on no panel, and why: none.</summary>
    private static readonly string[] NotShown = [];

    private static IReadOnlyList<(string What, string Expression, string Legend)> Shown => [.. ReadPanels()];

    private static IReadOnlyList<(string What, string Expression, string Legend)> Alerts =>
        [.. ReadRules().Select(rule => ((string)rule["alert"], (string)rule["expr"], ""))];

    [Fact]
    public void Every_metric_and_label_that_is_named_is_there()
    {
        foreach (var (what, expression, legend) in Shown.Concat(Alerts))
        {
            var possible = new HashSet<string>(OfPrometheus, StringComparer.Ordinal);
            foreach (Match series in Series().Matches(expression))
            {
                var name = series.Groups["name"].Value;
                Assert.True(page.Samples.LabelsOf(name) is not null, $"{what}: there is no {name}");
                possible.UnionWith(page.Samples.LabelsOf(name)!);
                Assert.All(
                    Matcher().Matches(series.Groups["matchers"].Value),
                    matcher =>
                        Assert.True(
                            OfPrometheus.Contains(matcher.Groups["label"].Value, StringComparer.Ordinal)
                                || page.Samples.LabelsOf(name)!.Contains(matcher.Groups["label"].Value),
                            $"{what}: {name} has no label {matcher.Groups["label"].Value}"
                        )
                );
            }

            var grouped = Grouping().Matches(expression).SelectMany(by => by.Groups["labels"].Value.Split(',', StringSplitOptions.TrimEntries));
            var written = Legend().Matches(legend).Select(label => label.Groups["label"].Value);
            Assert.All(grouped.Concat(written), label => Assert.True(possible.Contains(label), $"{what}: no label {label}"));
        }
    }

    [Fact]
    public void Every_value_of_a_label_that_a_rule_looks_for_can_be()
    {
        var states = Enum.GetNames<Channels.ChannelState>().Select(JsonNamingPolicy.CamelCase.ConvertName);
        Assert.All(["signedOut", "notKeeping"], state => Assert.Contains(state, states));
        Assert.Contains("nanoclaw_runs_total{outcome=\"failed\"}", page.Text, StringComparison.Ordinal);
        Assert.Contains("nanoclaw_runs_total{outcome=\"succeeded\"}", page.Text, StringComparison.Ordinal);
        Assert.Equal(2, (int)BudgetState.Stopped);
    }

    [Fact]
    public void Every_metric_is_shown()
    {
        var shown = Shown
            .SelectMany(panel => Series().Matches(panel.Expression))
            .Select(series => page.Samples.MetricOf(series.Groups["name"].Value))
            .ToHashSet(StringComparer.Ordinal);

        Assert.Empty(page.Samples.Types.Keys.Except(shown, StringComparer.Ordinal).Except(NotShown, StringComparer.Ordinal));
        Assert.True(page.Samples.Types.Count > 25);
    }

    [Fact]
    public void A_counter_is_shown_by_how_it_grows_and_a_gauge_as_it_is()
    {
        foreach (var (what, expression, _) in Shown.Concat(Alerts))
        {
            foreach (Match series in Series().Matches(expression))
            {
                var grows =
                    expression[..series.Index].EndsWith("rate(", StringComparison.Ordinal)
                    || expression[..series.Index].EndsWith("increase(", StringComparison.Ordinal);
                Assert.True(grows == page.Samples.Types[page.Samples.MetricOf(series.Groups["name"].Value)] is not "gauge", $"{what}: {series.Value}");
            }
        }
    }

    [Fact]
    public void The_alerts_are_those_that_somebody_has_to_know_of_each_with_its_cure()
    {
        var rules = ReadRules();

        Assert.Equal(
            [
                "NanoClawAgentAway",
                "NanoClawBackupFails",
                "NanoClawBackupLate",
                "NanoClawBudgetPast15",
                "NanoClawBudgetSaving",
                "NanoClawBudgetStopped",
                "NanoClawChannelWantsAPerson",
                "NanoClawCredentialsEnd",
                "NanoClawCredentialsOld",
                "NanoClawDown",
                "NanoClawMessagesWait",
                "NanoClawRunsFail",
                "NanoClawStoreNotWritable",
                "NanoClawTextsWait",
                "NanoClawWaitsForAYes",
            ],
            rules.Select(rule => (string)rule["alert"]).Order(StringComparer.Ordinal)
        );
        Assert.All(
            rules,
            rule =>
            {
                var annotations = (Dictionary<object, object>)rule["annotations"];
                Assert.NotEqual("", (string)annotations["summary"]);
                Assert.NotEqual("", (string)annotations["cure"]);
                Assert.Contains((string)((Dictionary<object, object>)rule["labels"])["severity"], new[] { "info", "warning", "critical" });
            }
        );
    }

    [Fact]
    public void Every_panel_says_what_it_shows_and_none_lies_over_another()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "ops", "grafana", "nanoclaw.json")));
        var panels = dashboard.RootElement.GetProperty("panels").EnumerateArray().ToList();

        Assert.Equal(panels.Count, panels.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
        var taken = new HashSet<(int X, int Y)>();
        foreach (var panel in panels)
        {
            Assert.True(panel.GetProperty("type").GetString() is "row" || panel.GetProperty("description").GetString() is { Length: > 0 });
            var place = panel.GetProperty("gridPos");
            for (var x = place.GetProperty("x").GetInt32(); x < place.GetProperty("x").GetInt32() + place.GetProperty("w").GetInt32(); x++)
            {
                for (var y = place.GetProperty("y").GetInt32(); y < place.GetProperty("y").GetInt32() + place.GetProperty("h").GetInt32(); y++)
                {
                    Assert.True(x < 24 && taken.Add((x, y)), panel.GetProperty("title").GetString());
                }
            }
        }
    }

    private static IEnumerable<(string What, string Expression, string Legend)> ReadPanels()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "ops", "grafana", "nanoclaw.json")));
        foreach (var panel in dashboard.RootElement.GetProperty("panels").EnumerateArray())
        {
            if (panel.TryGetProperty("targets", out var targets))
            {
                foreach (var target in targets.EnumerateArray())
                {
                    yield return (
                        panel.GetProperty("title").GetString()!,
                        target.GetProperty("expr").GetString()!,
                        target.GetProperty("legendFormat").GetString()!
                    );
                }
            }
        }
    }

    private static List<Dictionary<object, object>> ReadRules()
    {
        var file = new DeserializerBuilder()
            .Build()
            .Deserialize<Dictionary<string, List<Dictionary<string, object>>>>(
                File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "ops", "prometheus", "nanoclaw.rules.yml"))
            );
        return [.. file["groups"].SelectMany(group => (List<object>)group["rules"]).Cast<Dictionary<object, object>>()];
    }

    [GeneratedRegex(@"\b(?<name>nanoclaw_\w+)(\{(?<matchers>[^}]*)\})?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Series();

    [GeneratedRegex(@"(?<label>\w+)\s*(=~|!=|!~|=)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Matcher();

    [GeneratedRegex(@"\bby \((?<labels>[^)]*)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Grouping();

    [GeneratedRegex(@"\{\{\s*(?<label>\w+)\s*\}\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Legend();

    /// <summary>The page of an assistant to which everything has happened that leaves a trace in it.</summary>
    public sealed class Page : IAsyncLifetime
    {
        internal MetricSamples Samples { get; private set; } = null!;

        internal string Text { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            await using var world = await World.CreateAsync(options =>
                options with
                {
                    Budget = options.Budget with { Model = new ModelBudgetOptions { StopAtUsd = 10 } },
                }
            );
            await using var server = new HealthServer(
                world.Assistant,
                world.Store,
                0,
                world.Time,
                NullLogger<HealthServer>.Instance,
                new Credentials(world.Time),
                new Backups(world.Time),
                new ProgramBuild("1.2.3", "0123abc")
            );
            await server.StartAsync(CancellationToken.None);
            world.Worker.Faults.Enqueue(new Fault(FaultKind.Fails));
            world.Channel.Failures.Enqueue(false);
            await world.SayAsync(World.Family);
            await world.SettleAsync();
            await world.SayAsync(World.Main);
            await world.SettleAsync();

            using var client = new HttpClient { BaseAddress = server.Address };
            Text = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
            Samples = new MetricSamples(Text);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Credentials(TimeProvider time) : ICredentialVersionSource
    {
        public CredentialVersion Read() => new(3, time.GetUtcNow().AddDays(-1), time.GetUtcNow().AddDays(300));
    }

    private sealed class Backups(TimeProvider time) : IBackupStateSource
    {
        public BackupState Read() => new(time.GetUtcNow().AddHours(-2), null);
    }
}
