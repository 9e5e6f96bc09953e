using NanoClaw.Agents;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests;

/// <summary>What people are told of an outage, and how often.</summary>
public sealed class OutageNewsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(AgentErrorCodes.Unauthorized, "config pull")]
    [InlineData(AgentErrorCodes.Misconfigured, "pulumi up")]
    [InlineData(AgentErrorCodes.ModelUnauthorized, "model's key")]
    [InlineData(AgentErrorCodes.ModelRefused, "credit")]
    public async Task What_needs_a_person_is_told_after_the_first_refusal_and_the_cure_to_the_main_group(string code, string cure)
    {
        await using var world = await World.CreateAsync();
        var isOfTheRun = code.StartsWith("model_", StringComparison.Ordinal);
        world.Worker.Away = () => isOfTheRun ? null : Failures.Of(code);
        world.Worker.RunFails = _ => isOfTheRun ? code : null;

        await world.SayAsync(World.Family);
        await world.RestAsync();

        Assert.StartsWith("I cannot answer at the moment", Assert.Single(world.Channel.TextsTo(World.Family)), StringComparison.Ordinal);
        Assert.DoesNotContain(cure, world.Channel.TextsTo(World.Family).First(), StringComparison.Ordinal);
        Assert.Contains(cure, Assert.Single(world.Channel.TextsTo(World.Main)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_passes_within_moments_is_not_worth_a_word()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Faults.Enqueue(new Fault(FaultKind.Unreachable));
        world.Worker.Faults.Enqueue(new Fault(FaultKind.Unreachable));

        await world.SayAsync(World.Family);
        await world.SettleAsync();

        Assert.Equal(["answer to #1"], world.Channel.TextsTo(World.Family));
        Assert.Empty(world.Channel.TextsTo(World.Main));
    }

    [Fact]
    public async Task When_the_agent_takes_no_runs_for_hours_people_are_told_until_when_and_answered_then()
    {
        await using var world = await World.CreateAsync();
        var opens = world.Time.GetUtcNow().AddHours(5);
        world.Worker.Away = () =>
            world.Time.GetUtcNow() < opens ? Failures.Of(AgentErrorCodes.RunCapReached, retryAfter: opens - world.Time.GetUtcNow()) : null;
        await world.SayAsync(World.Family);
        await world.RestAsync();
        await world.RestartAsync();
        await world.PassAsync(TimeSpan.FromHours(5.5), TimeSpan.FromMinutes(5));

        Assert.Collection(
            world.Channel.TextsTo(World.Family),
            text => Assert.Equal("I cannot answer before 19:00. Your messages are kept, and answered then.", text),
            text => Assert.StartsWith("I am back after 5", text, StringComparison.Ordinal),
            text => Assert.Equal("answer to #1", text)
        );
        Assert.InRange(world.Worker.Calls.Count, 10, 30);
    }

    [Fact]
    public async Task While_the_owner_has_switched_the_agent_off_each_chat_is_told_once_and_answered_within_a_minute_of_its_being_on()
    {
        await using var world = await World.CreateAsync();
        var isOff = true;
        world.Worker.Away = () => isOff ? Failures.Of(AgentErrorCodes.SwitchedOff) : null;
        await world.SayAsync(World.Family);
        await world.RestAsync();
        await world.SayAsync(World.Main);
        await world.PassAsync(TimeSpan.FromHours(3), TimeSpan.FromMinutes(10));
        await world.SayAsync(World.Family);
        await world.RestartAsync();
        await world.PassAsync(TimeSpan.FromHours(3), TimeSpan.FromMinutes(10));

        Assert.Equal(
            "I have been switched off. Your messages are kept, and I answer them when I am switched on again; you need not send them again.",
            Assert.Single(world.Channel.TextsTo(World.Family))
        );
        Assert.Contains("Its owner has switched it off.", Assert.Single(world.Channel.TextsTo(World.Main)), StringComparison.Ordinal);
        Assert.Equal("switchedOff", world.Assistant.Outages.Whole?.CauseWord);
        Assert.Empty(world.Worker.Executed);

        isOff = false;
        await world.PassAsync(TimeSpan.FromSeconds(70), TimeSpan.FromSeconds(5));
        Assert.Equal("answer to #1 #3", world.Channel.TextsTo(World.Family).Last());
        Assert.Equal("answer to #2", world.Channel.TextsTo(World.Main).Last());
    }

    /// <summary>By their ids as they have always been: what an earlier version told is not told again after its update.</summary>
    [Fact]
    public async Task Each_outage_is_told_and_its_end_with_how_long_it_was_over_a_restart_too()
    {
        await using var world = await World.CreateAsync();
        var isAway = false;
        world.Worker.Away = () => isAway ? Failures.Of(AgentErrorCodes.ConnectionFailed) : null;
        for (var outage = 0; outage < 2; outage++)
        {
            isAway = true;
            await world.SayAsync(World.Family);
            await world.RestAsync();
            await world.PassAsync(TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(1));
            await world.RestartAsync();
            await world.PassAsync(TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(1));
            isAway = false;
            await world.PassAsync(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(20));
        }

        string[] expected = ["I cannot answer at the moment", "I am back after 4", "answer to"];
        Assert.All(
            world.Channel.TextsTo(World.Family).Zip([.. expected, .. expected]),
            text => Assert.StartsWith(text.Second, text.First, StringComparison.Ordinal)
        );
        Assert.Equal(6, world.Channel.TextsTo(World.Family).Count());
        Assert.Equal(
            [
                "outage-20260701T120000000:Unreachable:main@fake:0",
                "outage-20260701T120000000:over:main@fake:0",
                "outage-20260701T124200000:Unreachable:main@fake:0",
                "outage-20260701T124200000:over:main@fake:0",
            ],
            world.Channel.Sent.Where(message => message.ChatJid == World.Main).Select(message => message.DeliveryId)
        );
        Assert.Equal(
            ["outage-20260701T120000000:chat:family@fake:0", "outage-20260701T124200000:chat:family@fake:0"],
            world
                .Channel.Sent.Where(message => message.ChatJid == World.Family && message.DeliveryId.Contains(":chat:", StringComparison.Ordinal))
                .Select(message => message.DeliveryId)
        );
    }

    [Fact]
    public async Task Without_a_main_group_the_chats_that_wait_are_told_all_the_same()
    {
        await using var world = await World.CreateAsync();
        await world.Store.Groups.RemoveAsync(World.Main, Token);
        world.Worker.Away = () => Failures.Of(AgentErrorCodes.Unauthorized);

        await world.SayAsync(World.Family);
        await world.RestAsync();

        Assert.StartsWith("I cannot answer at the moment", Assert.Single(world.Channel.TextsTo(World.Family)), StringComparison.Ordinal);
        Assert.DoesNotContain(world.Log.Lines, line => line.Contains("What is done about an outage failed", StringComparison.Ordinal));
    }

    /// <summary>The next try is minutes away, and people wait in silence no longer than others do.</summary>
    [Fact]
    public async Task What_may_pass_by_itself_is_told_after_a_minute_though_the_agent_asked_for_more()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Away = () => Failures.Of(AgentErrorCodes.ModelOverloaded, retryAfter: TimeSpan.FromMinutes(4));
        await world.SayAsync(World.Family);
        await world.PassAsync(TimeSpan.FromSeconds(59), TimeSpan.FromSeconds(1));
        Assert.Empty(world.Channel.Sent);

        await world.PassAsync(TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(1));

        Assert.StartsWith("I cannot answer at the moment", Assert.Single(world.Channel.TextsTo(World.Family)), StringComparison.Ordinal);
        Assert.Single(world.Worker.Calls);
    }

    /// <summary>Who is to know is written down first: the next process tells whom this one did not live to tell.</summary>
    [Fact]
    public async Task Whoever_was_to_be_told_when_the_process_died_is_told_at_the_next_start_in_the_same_words()
    {
        for (var calls = 1; calls <= 6; calls++)
        {
            await using var world = await World.CreateAsync();
            world.Worker.Away = () => Failures.Of(AgentErrorCodes.Unauthorized);
            await world.Store.Messages.AddAsync(world.NewMessage(World.Family), Token);
            var crash = new CrashPoint(calls, nameof(Store.IStateStore.SetAsync));
            await world.RestartAsync(crash);
            await World.UntilAsync(() => crash.IsDead);
            await world.RestartAsync();
            await world.PassAsync(TimeSpan.FromMinutes(2));

            Assert.StartsWith("I cannot answer at the moment: ", Assert.Single(world.Channel.TextsTo(World.Family)), StringComparison.Ordinal);
            Assert.StartsWith("I cannot answer at the moment. ", Assert.Single(world.Channel.TextsTo(World.Main)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_chat_whose_channel_was_away_as_well_reads_that_the_outage_is_over_and_nothing_of_it_before()
    {
        await using var world = await World.CreateAsync();
        var isAway = true;
        world.Worker.Away = () => isAway ? Failures.Of(AgentErrorCodes.Unauthorized) : null;
        world.Channel.Unserved[World.Main] = true;
        await world.SayAsync(World.Family);
        await World.UntilAsync(() => world.Channel.TextsTo(World.Family).Any());
        await world.Store.Groups.PutAsync((await world.Store.Groups.FindAsync(World.Quiet, Token))! with { RequiresTrigger = false }, Token);
        await world.SayAsync(World.Quiet);
        await World.UntilAsync(() => world.Channel.TextsTo(World.Quiet).Any());

        isAway = false;
        await world.SettleAsync();
        world.Channel.Unserved.Clear();
        await world.RestartAsync();
        await world.SettleAsync();

        Assert.StartsWith("I am back after", Assert.Single(world.Channel.TextsTo(World.Main)), StringComparison.Ordinal);
        Assert.Equal(3, world.Channel.TextsTo(World.Family).Count());
    }

    [Fact]
    public async Task The_main_group_that_is_made_during_an_outage_is_told_the_cure()
    {
        await using var world = await World.CreateAsync();
        await world.Store.Groups.RemoveAsync(World.Main, Token);
        world.Worker.Away = () => Failures.Of(AgentErrorCodes.Unauthorized);
        await world.SayAsync(World.Family);
        await world.PassAsync(TimeSpan.FromMinutes(2));
        await world.Store.Groups.PutAsync((await world.Store.Groups.FindAsync(World.Quiet, Token))! with { IsMain = true }, Token);
        await world.PassAsync(TimeSpan.FromMinutes(2));
        Assert.Contains("config pull", Assert.Single(world.Channel.TextsTo(World.Quiet)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whenever_the_process_dies_at_the_end_of_an_outage_nobody_is_told_the_contrary_afterwards()
    {
        for (var calls = 1; calls <= 9; calls++)
        {
            await using var world = await World.CreateAsync();
            var isAway = true;
            world.Worker.Away = () => isAway ? Failures.Of(AgentErrorCodes.Unauthorized) : null;
            world.Channel.Unserved[World.Main] = true;
            await world.SayAsync(World.Family);
            await World.UntilAsync(() => world.Channel.TextsTo(World.Family).Any());

            isAway = false;
            var crash = new CrashPoint(calls, nameof(IOutbox.WithdrawAsync));
            await world.RestartAsync(crash);
            await World.UntilAsync(() => crash.IsDead);
            world.Channel.Unserved.Clear();
            await world.RestartAsync();
            await world.SettleAsync();

            Assert.StartsWith("I am back after", Assert.Single(world.Channel.TextsTo(World.Main)), StringComparison.Ordinal);
            Assert.Equal(["I cannot", "I am bac", "answer t"], world.Channel.TextsTo(World.Family).Select(text => text[..8]));
        }
    }

    [Fact]
    public async Task Who_was_told_of_an_outage_that_lasts_weeks_is_not_told_again_by_a_restart()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Away = () => Failures.Of(AgentErrorCodes.Unauthorized);
        await world.SayAsync(World.Family);
        await world.RestAsync();
        for (var day = 0; day < 9; day++)
        {
            await world.PassAsync(TimeSpan.FromDays(1), TimeSpan.FromHours(8));
            await world.Assistant.LookThroughAsync(Token);
        }

        await world.RestartAsync();
        await world.RestAsync();
        Assert.Single(world.Channel.TextsTo(World.Family));
        Assert.Single(world.Channel.TextsTo(World.Main));
    }
}
