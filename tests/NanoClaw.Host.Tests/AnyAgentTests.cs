using NanoClaw.Agents;
using NanoClaw.Host.Metrics;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;
using static NanoClaw.Host.Tests.Support.Asking;

namespace NanoClaw.Host.Tests;

/// <summary>Whatever an agent tells of itself, its group and the others go on being answered, and their sums hold.</summary>
public sealed class AnyAgentTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Told => [.. Usages.Keys];

    private static Dictionary<string, AgentUsage> Usages { get; } =
        new(StringComparer.Ordinal)
        {
            ["a duration beyond all time"] = Usage with { DurationMs = long.MaxValue },
            ["a duration before all time"] = Usage with { DurationMs = long.MinValue },
            ["tokens beyond a sum"] = Usage with { InputTokens = long.MaxValue, OutputTokens = long.MaxValue, CacheWriteTokens = long.MaxValue },
            ["tokens below zero"] = Usage with { InputTokens = long.MinValue, OutputTokens = -1, CacheReadTokens = long.MinValue },
            ["more from the cache than was read"] = Usage with { CacheReadTokens = 1_000, CacheWriteTokens = 1_000 },
            ["steps below zero"] = Usage with { Steps = int.MinValue },
            ["a model that is none"] = Usage with { Models = [null!, new(null!, 1, 1, 1, 1), new("m", long.MaxValue, 0, 0, long.MaxValue)] },
            ["models without end"] = Usage with { Models = [.. Enumerable.Repeat(new AgentModelShare(new string('m', 30_000), 1, 0, 0, 1), 1_000)] },
        };

    private static AgentUsage Usage =>
        new()
        {
            InputTokens = 10,
            OutputTokens = 2,
            Steps = 1,
            DurationMs = 1000,
            Model = "m",
        };

    [Theory]
    [MemberData(nameof(Told))]
    public async Task What_it_says_it_used_keeps_nobody_from_an_answer(string told)
    {
        await using var world = await World.CreateAsync();
        world.Worker.Usage = Usages[told];
        world.Worker.AnsweredBy = new string('m', 30_000);

        for (var message = 0; message < 3; message++)
        {
            await world.SayAsync(World.Family, "#family");
            await world.SayAsync(World.Main, "#main");
            await world.PassAsync(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(Enumerable.Repeat("answer to #family", 3), world.Channel.TextsTo(World.Family));
        Assert.Equal(Enumerable.Repeat("answer to #main", 3), world.Channel.TextsTo(World.Main));
        await world.SayAsync(World.Main, "/usage");
        await world.SettleAsync();
        Assert.Contains("family: 3 runs, ", world.Channel.TextsTo(World.Main).Last(), StringComparison.Ordinal);
        var run = (await world.Store.Runs.ListAsync(new RunFilter { Limit = 1 }, Token)).Single();
        Assert.InRange(run.Usage.InputTokens - run.Usage.CacheReadTokens - run.Usage.CacheWriteTokens, 0, 1_000_000_000);
        Assert.InRange(run.Usage.Duration, TimeSpan.Zero, TimeSpan.FromHours(1));
        Assert.InRange(run.Usage.AnsweredBy!.Length, 1, AgentContract.MaxModel);
    }

    [Fact]
    public void What_a_run_can_use_is_kept_as_it_was_told()
    {
        var told = Usage with { CacheReadTokens = 4, CacheWriteTokens = 6, Models = [new("m", 5, 2, 3, 1), new("n", 5, 2, 3, 1)] };

        Assert.Equivalent(told, ToldUsage.Within(told), strict: true);
    }

    [Fact]
    public async Task Words_for_strangers_that_are_none_may_be_any_of_them()
    {
        await using var world = await World.CreateAsync();

        await ActAsync(world, World.Family, "schedule_task", ScheduleForOwn, [null!]);

        Assert.Equal("unknown", Assert.Single(await world.Store.Effects.ListOpenAsync(Token)).Origins);
        Assert.Contains("done", world.Channel.TextsTo(World.Family));
    }

    /// <summary>A code of a later Worker, which asks to wait for a day: nobody here is told of that, so it is not done.</summary>
    [Fact]
    public async Task What_is_no_outage_makes_nobody_wait_in_silence_however_long_a_wait_was_asked_for()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Away = () => Failures.Of("a_word_of_a_later_worker", retryAfter: TimeSpan.FromDays(1));

        await world.SayAsync(World.Family);
        await world.PassAsync(TimeSpan.FromMinutes(8), TimeSpan.FromSeconds(20));
        Assert.StartsWith("I cannot answer", Assert.Single(world.Channel.TextsTo(World.Family)), StringComparison.Ordinal);

        world.Worker.Away = () => null;
        await world.SettleAsync();
        Assert.Equal("answer to #1", world.Channel.TextsTo(World.Family).Last());
    }
}
