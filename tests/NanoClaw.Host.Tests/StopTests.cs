using NanoClaw.Agents;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests;

/// <summary>An answer that its group has stopped: it ends, here and at the Worker, and is not asked for again.</summary>
public sealed class StopTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/stop")]
    [InlineData("  /STOP ")]
    [InlineData("/stop@andy_bot")]
    [InlineData("@Andy /stop")]
    public async Task The_order_ends_the_run_and_the_worker_is_told(string order)
    {
        await using var world = await World.CreateAsync();
        world.Worker.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await world.SayAsync(World.Family, "Long story #1");
        await Eventually.TrueAsync(() => world.Worker.Calls.Count == 1);

        await world.SayAsync(World.Family, order);
        await world.SettleAsync();

        var run = Assert.Single(await world.Store.Runs.ListFailedAsync(10, Token));
        Assert.Equal((AgentErrorCodes.Stopped, World.Family), (run.ErrorCode, run.ChatJid));
        Assert.Equal([("family", run.RunId)], world.Worker.Stopped);
        Assert.Contains("Stopped.", Assert.Single(world.Channel.TextsTo(World.Family)), StringComparison.Ordinal);

        // What was to be answered is not taken up again, and what comes next is answered.
        world.Worker.Gate = null;
        await world.SayAsync(World.Family, "And now? #2");
        await world.SettleAsync();
        Assert.Equal("answer to #2", world.Channel.TextsTo(World.Family).Last());
        Assert.Single(world.Worker.Calls, call => call.RunId == run.RunId);
    }

    [Fact]
    public async Task An_order_that_the_process_did_not_live_to_carry_out_holds_after_its_restart()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await world.SayAsync(World.Family, "Long story #1");
        await Eventually.TrueAsync(() => world.Worker.Calls.Count == 1);
        var runId = (await world.Store.Runs.ListUnfinishedAsync(Token)).Single().RunId;
        await world.Store.State.SetAsync($"run-stopped:{runId}", "now", Token);

        world.Worker.Gate = null;
        await world.RestartAsync();
        await world.SettleAsync();

        Assert.Equal((RunStatus.Failed, AgentErrorCodes.Stopped), await EndAsync(world, runId));
        Assert.Empty(world.Channel.TextsTo(World.Family));
        Assert.Null(await world.Store.State.FindAsync($"run-stopped:{runId}", Token));
        Assert.Equal([("family", runId)], world.Worker.Stopped);
    }

    [Fact]
    public async Task A_worker_that_cannot_be_told_keeps_nothing_from_ending_at_home()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await world.SayAsync(World.Family, "Long story #1");
        await Eventually.TrueAsync(() => world.Worker.Calls.Count == 1);
        world.Worker.Away = () => new AgentUnavailableException(AgentErrorCodes.ConnectionFailed, "away");

        await world.SayAsync(World.Family, "/stop");
        await world.SettleAsync();

        Assert.Equal(AgentErrorCodes.Stopped, Assert.Single(await world.Store.Runs.ListFailedAsync(10, Token)).ErrorCode);
    }

    [Fact]
    public async Task Another_groups_answer_goes_on_and_where_nothing_is_under_way_that_is_said()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await world.SayAsync(World.Family, "Long story #1");
        await Eventually.TrueAsync(() => world.Worker.Calls.Count == 1);

        await world.SayAsync(World.Main, "/stop");
        await Eventually.TrueAsync(() => world.Channel.TextsTo(World.Main).Count() == 1);
        world.Worker.Gate.SetResult();
        await world.SettleAsync();

        Assert.Contains("nothing to stop", world.Channel.TextsTo(World.Main).First(), StringComparison.Ordinal);
        Assert.Equal("answer to #1", Assert.Single(world.Channel.TextsTo(World.Family)));
        Assert.Empty(world.Worker.Stopped);
    }

    /// <summary>As a channel gives it on, where people write the name of the bot's account.</summary>
    [Theory]
    [InlineData("@Andy @andy_bot /stop", true, true)]
    [InlineData("@Andy @andy_bot /stop", false, false)]
    [InlineData("@Andy @andy_bot now /stop", true, false)]
    public async Task The_order_may_stand_behind_the_name_of_the_assistants_account(string text, bool isMentioned, bool isOrder)
    {
        await using var world = await World.CreateAsync();
        await world.Assistant.Inbox.ReceiveAsync(world.NewMessage(World.Quiet, text) with { MentionsAssistant = isMentioned }, Token);
        await world.SettleAsync();

        Assert.Equal(isOrder, world.Worker.Executed.IsEmpty);
    }

    [Fact]
    public async Task A_word_that_only_looks_like_the_order_is_a_message()
    {
        await using var world = await World.CreateAsync();

        await world.SayAsync(World.Family, "/stopwatch #1");
        await world.SayAsync(World.Family, "please /stop talking #2");
        await world.SettleAsync();

        Assert.NotEmpty(world.Worker.Executed);
        Assert.DoesNotContain(world.Channel.TextsTo(World.Family), text => text.Contains("nothing to stop", StringComparison.Ordinal));
    }

    private static async Task<(RunStatus Status, string? Code)> EndAsync(World world, string runId)
    {
        var run = await world.Store.Runs.FindAsync(runId, Token);
        return (run!.Status, run.ErrorCode);
    }
}
