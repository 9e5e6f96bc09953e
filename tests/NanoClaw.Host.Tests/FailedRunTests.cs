using System.Text.Json;
using NanoClaw.Agents;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests;

/// <summary>What becomes of messages whose run is cut off, fails or cannot begin.</summary>
public sealed class FailedRunTests
{
    [Fact]
    [Trait("v1", "faults")]
    public async Task A_session_that_is_gone_is_forgotten_and_the_message_answered_in_a_new_one()
    {
        await using var world = await World.CreateAsync();
        await world.Store.Sessions.SetAsync("main", "old", TestContext.Current.CancellationToken);
        world.Worker.Faults.Enqueue(new Fault(FaultKind.Refused, Code: AgentErrorCodes.SessionUnknown));

        await world.SayAsync(World.Main);
        await World.UntilAsync(() => !world.Channel.Sent.IsEmpty);

        Assert.Null(Assert.Single(world.Worker.Executed).SessionId);
    }

    [Fact]
    public async Task A_cut_stream_goes_on_where_it_was_cut_and_nothing_is_run_or_sent_twice()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Answer = _ => [new AgentEvent.Output("one"), new AgentEvent.Output("two")];
        world.Worker.Faults.Enqueue(new Fault(FaultKind.Cut, After: 2));

        await world.SayAsync(World.Main);
        await world.SettleAsync();

        Assert.Equal(["one", "two"], world.Channel.TextsTo(World.Main));
        Assert.Single(world.Worker.Executed);
        Assert.Equal([null, 2L], world.Worker.Calls.Select(call => call.LastEventId));
    }

    [Fact]
    public async Task After_a_restart_the_run_is_resumed_with_its_id_and_body()
    {
        await using var world = await World.CreateAsync();
        await world.Store.Tasks.AddAsync(NewTask(world), TestContext.Current.CancellationToken);
        world.Worker.Gate = new TaskCompletionSource();
        await world.SayAsync(World.Main);
        await World.UntilAsync(() => !world.Worker.Executed.IsEmpty);

        var restart = world.RestartAsync();
        await restart;
        world.Worker.Gate.SetResult();
        await world.SettleAsync();

        Assert.Equal(["answer to #1"], world.Channel.TextsTo(World.Main));
        Assert.Single(world.Worker.Executed);
        Assert.Single(world.Worker.Calls.Select(call => call.RunId).Distinct());
    }

    [Fact]
    [Trait("v1", "cursors")]
    public async Task A_failed_run_gives_its_messages_back_and_another_answers_them()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Faults.Enqueue(new Fault(FaultKind.Fails));

        await world.SayAsync(World.Main);
        await world.SettleAsync();

        Assert.Equal(["answer to #1"], world.Channel.TextsTo(World.Main));
        Assert.Equal(2, world.Worker.Executed.Count);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(0, false)]
    public async Task The_run_after_one_that_failed_is_told_that_what_it_did_stays_done(int actions, bool isTold)
    {
        await using var world = await World.CreateAsync();
        world.Worker.Answer = _ => [Schedule(), new AgentEvent.Output("done")];
        world.Worker.Faults.Enqueue(new Fault(FaultKind.Fails, After: actions));

        await world.SayAsync(World.Main);
        await world.RestartAsync();
        await world.SettleAsync();
        await world.SayAsync(World.Main);
        await world.SettleAsync();

        Assert.Equal([false, isTold, false], world.Worker.Executed.Select(run => run.Prompt.Contains("earlier attempt", StringComparison.Ordinal)));

        static AgentEvent.ActionRequested Schedule() =>
            new("a1", "schedule_task", JsonDocument.Parse("""{"prompt":"p","scheduleType":"cron","scheduleValue":"0 9 * * *"}""").RootElement);
    }

    [Fact]
    [Trait("v1", "faults")]
    public async Task When_the_retries_are_used_up_the_user_is_told_once_and_the_next_message_is_answered()
    {
        await using var world = await World.CreateAsync();
        for (var call = 0; call < 6; call++)
        {
            world.Worker.Faults.Enqueue(new Fault(FaultKind.Fails));
        }

        await world.SayAsync(World.Main);
        await world.SettleAsync();
        await world.SayAsync(World.Main);
        await world.SettleAsync();

        Assert.Equal(
            [
                "I cannot answer your last message: it was tried several times, and failed each time. The Worker's logs say more (wrangler tail). It is set aside, and the rest goes on: nanoclaw messages list shows it, nanoclaw messages retry sends it again, nanoclaw messages drop forgets it.",
                "answer to #2",
            ],
            world.Channel.TextsTo(World.Main)
        );
        Assert.Equal("hello #1", Assert.Single(await world.Store.SetAside.ListAsync(TestContext.Current.CancellationToken)).Content);
    }

    [Theory]
    [InlineData(AgentErrorCodes.StepLimit, "maxSteps")]
    [InlineData(AgentErrorCodes.OutputLimit, "maxOutputTokens")]
    [InlineData(AgentErrorCodes.InputLimit, "maxInputTokens")]
    [InlineData(AgentErrorCodes.TurnTimeout, "maxTurnSeconds")]
    [InlineData(AgentErrorCodes.ModelProtocol, "wrangler tail")]
    [InlineData(AgentErrorCodes.ModelRefused, "declines")]
    public async Task Of_several_messages_the_one_to_blame_is_set_aside_alone_and_the_main_group_reads_code_and_cure(string code, string cure)
    {
        await using var world = await World.CreateAsync();
        world.Worker.RunFails = request => request.Prompt.Contains("#poison", StringComparison.Ordinal) ? code : null;
        await world.Store.Messages.AddAsync(
            [world.NewMessage(World.Family, "#1"), world.NewMessage(World.Family, "#poison"), world.NewMessage(World.Family, "#3")],
            TestContext.Current.CancellationToken
        );
        await world.Assistant.LookThroughAsync(CancellationToken.None);
        await world.SettleAsync();

        var texts = world.Channel.TextsTo(World.Family).ToList();
        Assert.Equal(["answer to #1", "answer to #3"], texts.Where(text => text.StartsWith("answer", StringComparison.Ordinal)));
        Assert.DoesNotContain(code, Assert.Single(texts, text => text.Contains("your last message", StringComparison.Ordinal)), StringComparison.Ordinal);
        var told = Assert.Single(world.Channel.TextsTo(World.Main));
        Assert.Contains($"A message in family could not be answered: ", told, StringComparison.Ordinal);
        Assert.DoesNotContain($"({code})", told, StringComparison.Ordinal);
        Assert.Contains(cure, told, StringComparison.Ordinal);
        var aside = Assert.Single(await world.Store.SetAside.ListAsync(TestContext.Current.CancellationToken));
        Assert.Equal((World.Family, code, "#poison"), (aside.ChatJid, aside.Code, aside.Content));

        world.Worker.RunFails = _ => null;
        Assert.True(await world.Store.SetAside.RetryAsync(aside.Number, TestContext.Current.CancellationToken));
        await world.Assistant.LookThroughAsync(CancellationToken.None);
        await world.SettleAsync();
        Assert.Equal("answer to #poison", world.Channel.TextsTo(World.Family).Last());
    }

    [Fact]
    public async Task What_the_model_refuses_is_not_tried_as_it_is_again_and_again()
    {
        await using var world = await World.CreateAsync();
        world.Worker.RunFails = request => request.Prompt.Contains("#1", StringComparison.Ordinal) ? AgentErrorCodes.ModelRefused : null;

        await world.SayAsync(World.Family);
        await world.SettleAsync();

        Assert.InRange(world.Worker.Calls.Count, 2, 6);
    }

    [Fact]
    public async Task What_the_model_refuses_for_the_conversation_it_is_in_is_answered_without_it()
    {
        await using var world = await World.CreateAsync();
        await world.Store.Sessions.SetAsync("family", "long", TestContext.Current.CancellationToken);
        world.Worker.RunFails = request => request.SessionId == "long" ? AgentErrorCodes.ModelRefused : null;

        await world.SayAsync(World.Family);
        await world.SettleAsync();

        Assert.Equal(["answer to #1"], world.Channel.TextsTo(World.Family));
        Assert.Empty(await world.Store.SetAside.ListAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The process dies at each moment in turn.</summary>
    [Fact]
    public async Task Whenever_the_process_dies_a_message_that_always_fails_is_set_aside_once()
    {
        for (var calls = 1; calls <= 160; calls += 9)
        {
            await using var world = await World.CreateAsync();
            world.Worker.RunFails = request => request.Prompt.Contains("#poison", StringComparison.Ordinal) ? AgentErrorCodes.ModelRefused : null;
            await world.Store.Messages.AddAsync([
                world.NewMessage(World.Family, "#1"),
                world.NewMessage(World.Family, "#poison"),
                world.NewMessage(World.Family, "#3"),
            ]);
            await world.RestartAsync(new CrashPoint(calls));
            await Task.Delay(20);
            await world.RestartAsync();
            await world.SettleAsync();
            await world.Assistant.LookThroughAsync(CancellationToken.None);
            await world.SettleAsync();

            Assert.Equal(["#1", "#3"], world.Channel.TextsTo(World.Family).SelectMany(FakeWorker.Numbers));
            Assert.Equal("#poison", Assert.Single(await world.Store.SetAside.ListAsync()).Content);
            Assert.Single(world.Channel.TextsTo(World.Main));
        }
    }

    [Fact]
    public async Task What_keeps_a_run_from_beginning_is_told_once_and_the_messages_are_answered_when_it_is_mended()
    {
        await using var world = await World.CreateAsync();
        await using (world.LockMemory("main"))
        {
            await world.SayAsync(World.Main);
            await Eventually.TrueAsync(() =>
            {
                world.Time.Advance(TimeSpan.FromSeconds(10));
                return world.Log.Lines.Count(line => line.Contains("The work of main@fake failed", StringComparison.Ordinal)) > 12;
            });
            Assert.Contains("something is wrong where I run", Assert.Single(world.Channel.TextsTo(World.Main)), StringComparison.Ordinal);
        }

        await world.SettleAsync();

        Assert.Equal("answer to #1", world.Channel.TextsTo(World.Main).Last());
        Assert.Single(world.Worker.Executed);
    }

    [Theory]
    [InlineData(0, 1)] // before it gave anything the run is forgotten by the Worker: the same one tries again
    [InlineData(2, 2)] // after that its failure is kept: another has to be run
    public async Task A_model_that_fails_for_now_is_asked_again(int eventsBefore, int runs)
    {
        await using var world = await World.CreateAsync();
        world.Worker.Answer = _ => [new AgentEvent.Delta("an"), new AgentEvent.Output("answer")];
        world.Worker.Faults.Enqueue(
            eventsBefore == 0
                ? new Fault(FaultKind.Refused, Code: AgentErrorCodes.ModelOverloaded)
                : new Fault(FaultKind.Cut, eventsBefore, AgentErrorCodes.ModelOverloaded)
        );

        await world.SayAsync(World.Main);
        await world.SettleAsync();

        Assert.Equal(["answer"], world.Channel.TextsTo(World.Main));
        Assert.Equal(runs, world.Worker.Calls.Select(call => call.RunId).Distinct().Count());
    }

    [Fact]
    [Trait("v1", "cursors")]
    public async Task A_run_that_fails_after_its_text_is_in_the_chat_is_not_run_again_and_the_user_is_told()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Faults.Enqueue(new Fault(FaultKind.Cut, 2, AgentErrorCodes.Interrupted));

        await world.SayAsync(World.Main);
        await world.SettleAsync();
        await world.RestartAsync();
        await world.SettleAsync();

        Assert.Equal(["answer to #1", "I was cut off after that. If something is missing, please ask for it again."], world.Channel.TextsTo(World.Main));
        Assert.Single(world.Worker.Executed);
    }

    [Fact]
    [Trait("v1", "faults")]
    public async Task A_failed_run_hands_out_no_session()
    {
        await using var world = await World.CreateAsync();
        await world.Store.Sessions.SetAsync("main", "known", TestContext.Current.CancellationToken);
        world.Worker.Faults.Enqueue(new Fault(FaultKind.Fails));

        await world.SayAsync(World.Main);
        await world.SettleAsync();

        Assert.Equal(["known", "known"], world.Worker.Executed.Select(request => request.SessionId));
        Assert.Equal("known", await world.Store.Sessions.FindAsync("main", TestContext.Current.CancellationToken));
    }

    /// <summary>A run that nobody heard the end of is one that has taken its messages: they come back, and none is lost.</summary>
    [Fact]
    public async Task Of_two_messages_whose_run_never_comes_to_an_end_the_one_to_blame_is_set_aside_and_the_other_answered()
    {
        await using var world = await World.CreateAsync();
        world.Worker.RunFails = request => request.Prompt.Contains("#poison", StringComparison.Ordinal) ? AgentErrorCodes.Timeout : null;
        await world.Store.Messages.AddAsync(
            [world.NewMessage(World.Family, "#poison"), world.NewMessage(World.Family, "#2")],
            TestContext.Current.CancellationToken
        );
        await world.Assistant.LookThroughAsync(TestContext.Current.CancellationToken);
        await world.SettleAsync();

        Assert.Equal("answer to #2", world.Channel.TextsTo(World.Family).Last());
        Assert.Equal("#poison", Assert.Single(await world.Store.SetAside.ListAsync(TestContext.Current.CancellationToken)).Content);
        Assert.Empty(await world.Store.Runs.ListUnfinishedAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>What failed and was answered in the end has nothing to do with what goes wrong later.</summary>
    [Fact]
    public async Task Trouble_of_this_process_is_told_in_each_chat_once_a_day_and_sets_nothing_aside()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Faults.Enqueue(new Fault(FaultKind.Fails));
        await world.SayAsync(World.Main);
        await world.SettleAsync();
        Assert.Equal(["answer to #1"], world.Channel.TextsTo(World.Main));

        string[] chats = [World.Main, World.Family];
        await using var main = world.LockMemory("main");
        await using var family = world.LockMemory("family");
        foreach (var chat in chats)
        {
            await world.SayAsync(chat);
        }

        for (var day = 1; day <= 2; day++)
        {
            await world.PassAsync(TimeSpan.FromMinutes(20));
            Assert.All(
                chats,
                chat => Assert.Equal(day, world.Channel.TextsTo(chat).Count(text => text.Contains("something is wrong where I run", StringComparison.Ordinal)))
            );
            world.Time.Advance(TimeSpan.FromDays(1));
            await world.Assistant.LookThroughAsync(TestContext.Current.CancellationToken);
        }

        Assert.Empty(await world.Store.SetAside.ListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Trouble_of_this_process_after_a_failure_of_a_run_sets_nothing_aside()
    {
        await using var world = await World.CreateAsync();
        var fails = 1;
        world.Worker.RunFails = _ => fails-- > 0 ? AgentErrorCodes.Internal : null;
        await world.SayAsync(World.Family);
        await World.UntilAsync(() => world.Assistant.Queue.Depth is { BackingOff: 1, Running: 0 });
        using (world.LockMemory("family"))
        {
            await world.PassAsync(TimeSpan.FromSeconds(200), TimeSpan.FromSeconds(5));
        }

        await world.SettleAsync();
        Assert.Empty(await world.Store.SetAside.ListAsync());
        Assert.Contains("answer to #1", world.Channel.TextsTo(World.Family));
    }

    [Fact]
    public async Task A_single_failure_after_trouble_of_this_process_sets_nothing_aside()
    {
        await using var world = await World.CreateAsync();
        var fails = 1;
        world.Worker.RunFails = _ => fails-- > 0 ? AgentErrorCodes.Internal : null;
        using (world.LockMemory("family"))
        {
            await world.SayAsync(World.Family);
            await world.PassAsync(TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(5));
        }

        await world.SettleAsync();
        Assert.Empty(await world.Store.SetAside.ListAsync());
        Assert.Contains("answer to #1", world.Channel.TextsTo(World.Family));
    }

    [Fact]
    public async Task What_the_agent_was_told_in_a_run_that_answered_it_is_not_told_again()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Answer = _ => [Asking.Asked("format_disk", "{}"), new AgentEvent.Output("done")];
        await world.SayAsync(World.Main);
        await world.SettleAsync();
        world.Worker.Answer = _ => [new AgentEvent.Output("done")];
        for (var run = 0; run < 2; run++)
        {
            await world.SayAsync(World.Main);
            await world.SettleAsync();
        }

        Assert.Equal([false, true, false], world.Worker.Executed.Select(request => request.Prompt.Contains("was refused", StringComparison.Ordinal)));
    }

    private static ScheduledTask NewTask(World world) =>
        new()
        {
            Id = "t",
            GroupFolder = "main",
            ChatJid = World.Main,
            Prompt = "p",
            ScheduleType = ScheduleType.Once,
            ScheduleValue = "2027-01-01T00:00:00Z",
            NextRun = world.Time.GetUtcNow().AddDays(90).AddTicks(7),
            CreatedAt = world.Time.GetUtcNow(),
        };
}
