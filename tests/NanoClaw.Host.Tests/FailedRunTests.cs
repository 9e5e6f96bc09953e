using System.Text.Json;
using NanoClaw.Agents;
using NanoClaw.Host.Tests.Support;

namespace NanoClaw.Host.Tests;

/// <summary>What becomes of messages whose run fails.</summary>
public sealed class FailedRunTests
{
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

        Assert.Contains("something is wrong where I run", Assert.Single(world.Channel.TextsTo(World.Family)), StringComparison.Ordinal);
        await world.SettleAsync();
        Assert.Empty(await world.Store.SetAside.ListAsync());
        Assert.Contains("answer to #1", world.Channel.TextsTo(World.Family));
    }

    /// <summary>With the trouble, five failures are six tries, which are all there are; without it, there would be one more.</summary>
    [Theory]
    [InlineData(1, 100)]
    [InlineData(5, 0)]
    public async Task Failures_after_trouble_of_this_process_set_nothing_aside_while_there_are_retries(int fails, int seconds)
    {
        await using var world = await World.CreateAsync();
        world.Worker.RunFails = _ => fails-- > 0 ? AgentErrorCodes.Internal : null;
        using (world.LockMemory("family"))
        {
            await world.SayAsync(World.Family);
            await World.UntilAsync(() => world.Assistant.Queue.Depth is { BackingOff: 1, Running: 0 });
            await world.PassAsync(TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(5));
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
}
