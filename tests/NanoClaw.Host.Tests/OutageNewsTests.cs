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
    public async Task The_main_group_knows_the_cure_that_is_right_now_also_of_a_cause_that_has_come_back_and_everybody_else_is_told_once()
    {
        await using var world = await World.CreateAsync();
        var code = AgentErrorCodes.Unauthorized;
        world.Worker.Away = () => Failures.Of(code);
        await world.SayAsync(World.Family);
        await world.PassAsync(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(20));
        Assert.Contains("config pull", Assert.Single(world.Channel.TextsTo(World.Main)), StringComparison.Ordinal);

        foreach (var next in new[] { AgentErrorCodes.ModelUnauthorized, AgentErrorCodes.Unauthorized, AgentErrorCodes.ConnectionFailed })
        {
            code = next;
            await world.PassAsync(TimeSpan.FromHours(1), TimeSpan.FromMinutes(5));
            await world.RestartAsync();
        }

        Assert.Collection(
            world.Channel.TextsTo(World.Main),
            text => Assert.Contains("config pull", text, StringComparison.Ordinal),
            text => Assert.Contains("model's key", text, StringComparison.Ordinal),
            text => Assert.Contains("config pull", text, StringComparison.Ordinal),
            text => Assert.Contains("cannot be reached", text, StringComparison.Ordinal)
        );
        Assert.Single(world.Channel.TextsTo(World.Family));
    }

    [Fact]
    public async Task Causes_that_come_and_go_are_told_ever_more_seldom_and_the_one_that_stays_is_the_last_that_was_told()
    {
        await using var world = await World.CreateAsync();
        var (first, second) = (AgentErrorCodes.Unauthorized, AgentErrorCodes.ConnectionFailed);
        var code = first;
        world.Worker.Away = () => Failures.Of(code);
        await world.SayAsync(World.Family);
        for (var flap = 0; flap < 60; flap++)
        {
            code = flap % 2 == 0 ? second : first;
            await world.PassAsync(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(5));
        }

        // Told when new, and then after standing for 1, 2, 4 and 8 minutes.
        Assert.InRange(world.Channel.TextsTo(World.Main).Count(), 6, 12);

        code = first;
        await world.PassAsync(TimeSpan.FromHours(13), TimeSpan.FromMinutes(15));
        var count = world.Channel.TextsTo(World.Main).Count();
        Assert.Contains("config pull", world.Channel.TextsTo(World.Main).Last(), StringComparison.Ordinal);
        await world.RestartAsync();
        await world.PassAsync(TimeSpan.FromHours(1), TimeSpan.FromMinutes(15));
        Assert.Equal(count, world.Channel.TextsTo(World.Main).Count());
        Assert.Single(world.Channel.TextsTo(World.Family));
    }

    /// <summary>An outage that an older version of this process wrote down: it knew one cause alone.</summary>
    [Fact]
    public async Task An_outage_from_before_an_update_tells_of_its_first_cause_again_when_that_comes_back()
    {
        await using var world = await World.CreateAsync();
        await world.Store.State.SetAsync(
            "outages",
            $$$"""{"whole":{"id":"outage-1","cause":"Credentials","code":"unauthorized","since":"2026-07-01T11:00:00+00:00","told":["{{{World.Main}}}"],"toldCause":"Credentials"},"chats":{}}""",
            Token
        );
        await world.RestartAsync();
        var code = AgentErrorCodes.ModelUnauthorized;
        world.Worker.Away = () => Failures.Of(code);
        await world.SayAsync(World.Main);
        await world.PassAsync(TimeSpan.FromHours(1), TimeSpan.FromMinutes(5));
        code = AgentErrorCodes.Unauthorized;
        await world.PassAsync(TimeSpan.FromHours(1), TimeSpan.FromMinutes(5));

        Assert.Equal([true, false, true], world.Channel.TextsTo(World.Main).Select(text => text.Contains("config pull", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_chat_that_alone_is_not_answered_hears_nothing_twice_when_then_nobody_is()
    {
        await using var world = await World.CreateAsync();
        await world.AddGroupAsync("other");
        var (isAway, isAwayForFamily) = (false, true);
        world.Worker.Answer = request =>
            isAway || (isAwayForFamily && request.GroupFolder == "family")
                ? throw Failures.Of(AgentErrorCodes.ConnectionFailed)
                : [new AgentEvent.Output("answer")];
        await world.SayAsync(World.Family);
        await world.PassAsync(TimeSpan.FromSeconds(10));
        await world.SayAsync("other@fake");
        await world.PassAsync(TimeSpan.FromMinutes(2));
        isAway = true;
        await world.SayAsync("other@fake");
        await world.PassAsync(TimeSpan.FromMinutes(5));
        await world.RestartAsync();
        await world.PassAsync(TimeSpan.FromMinutes(5));
        (isAway, isAwayForFamily) = (false, false);
        await world.SettleAsync();

        Assert.Equal(["away", "back", "answer"], Kinds(World.Family));
        Assert.Equal(["answer", "away", "back", "answer"], Kinds("other@fake"));
        // Of the two it hears once or twice that they are over, as they end together or not.
        Assert.Equal(["family away", "away", "back"], Kinds(World.Main).Distinct());

        IEnumerable<string> Kinds(string chat) =>
            world
                .Channel.TextsTo(chat)
                .Select(text =>
                    text.StartsWith("I cannot answer in family", StringComparison.Ordinal) ? "family away"
                    : text.StartsWith("I cannot answer", StringComparison.Ordinal) ? "away"
                    : text.StartsWith("I am back", StringComparison.Ordinal) ? "back"
                    : text
                );
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

    [Fact]
    public async Task Two_chats_whose_troubles_begin_at_one_moment_are_both_told_to_the_main_group()
    {
        await using var world = await World.CreateAsync();
        await world.AddGroupAsync("other");
        world.Worker.Away = () => null;
        world.Worker.Answer = request => request.GroupFolder is "main" ? [new AgentEvent.Output("answer")] : throw Failures.Of(AgentErrorCodes.GroupBusy);
        await world.SayAsync(World.Family);
        await world.SayAsync("other@fake");
        await world.PassAsync(TimeSpan.FromMinutes(3), TimeSpan.FromSeconds(30));

        Assert.Equal(
            ["family", "other"],
            world.Channel.TextsTo(World.Main).Select(text => text["I cannot answer in ".Length..].Split(' ')[0]).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task The_name_of_a_group_cannot_pass_for_our_own_words_nor_turn_them_round()
    {
        await using var world = await World.CreateAsync();
        await world.Store.Groups.PutAsync((await world.Store.Groups.FindAsync(World.Family, Token))! with { Name = "Fam\n2A: may I do this?\u202E" }, Token);
        world.Worker.Answer = request =>
            request.GroupFolder == "family" ? throw Failures.Of(AgentErrorCodes.ConnectionFailed) : [new AgentEvent.Output("answer")];
        await world.SayAsync(World.Family);
        await world.PassAsync(TimeSpan.FromSeconds(10));
        await world.SayAsync(World.Main);
        await world.PassAsync(TimeSpan.FromMinutes(2));
        world.Channel.Refuses = message => message.ChatJid == World.Family;
        world.Worker.Answer = _ => [new AgentEvent.Output("answer")];
        await world.SettleAsync();
        await world.SayAsync(World.Main, "/usage");
        await world.SettleAsync();

        var told = world.Channel.TextsTo(World.Main).Where(text => text.Contains("Fam", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, told.Count);
        Assert.All(told, text => Assert.Contains("Fam 2A: may I do this?⟨U+202E⟩", text, StringComparison.Ordinal));
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

    [Theory]
    [InlineData(World.Quiet, "I cannot answer in quiet at the moment.")]
    [InlineData(World.Main, "I cannot answer at the moment.")]
    public async Task The_main_group_is_told_which_chat_alone_is_not_answered(string troubled, string told)
    {
        await using var world = await World.CreateAsync();
        world.Worker.Answer = request => request.ChatJid == troubled ? throw Failures.Of(AgentErrorCodes.ConnectionFailed) : [new AgentEvent.Output("answer")];
        await world.SayAsync(troubled, "@Andy #1");
        await world.PassAsync(TimeSpan.FromSeconds(10));
        await world.SayAsync(World.Family);
        await world.PassAsync(TimeSpan.FromMinutes(3));

        Assert.Equal([troubled], world.Assistant.Outages.Chats.Keys);
        Assert.StartsWith(told, world.Channel.TextsTo(World.Main).First(), StringComparison.Ordinal);
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

    [Fact]
    public async Task A_cause_that_has_just_come_back_is_not_told_again_at_once_by_a_new_chat_that_waits_or_a_restart()
    {
        await using var world = await World.CreateAsync();
        var code = AgentErrorCodes.Unauthorized;
        world.Worker.Away = () => Failures.Of(code);
        await world.SayAsync(World.Family);
        await world.PassAsync(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(20));
        code = AgentErrorCodes.Misconfigured;
        await world.PassAsync(TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(20));
        Assert.Equal(2, world.Channel.TextsTo(World.Main).Count());

        code = AgentErrorCodes.Unauthorized;
        for (var second = 0; world.Assistant.Outages.Whole!.Code != code; second++)
        {
            Assert.True(second < 600, "It is not tried any more.");
            await world.PassAsync(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        }

        await world.SayAsync(World.Quiet, "@Andy #2");
        await world.PassAsync(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(5));
        await world.RestartAsync();
        await world.PassAsync(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(5));
        Assert.Single(world.Channel.TextsTo(World.Quiet));
        Assert.Equal(2, world.Channel.TextsTo(World.Main).Count());

        await world.PassAsync(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(20));
        Assert.Contains("config pull", world.Channel.TextsTo(World.Main).Last(), StringComparison.Ordinal);
        Assert.Equal(3, world.Channel.TextsTo(World.Main).Count());
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
}
