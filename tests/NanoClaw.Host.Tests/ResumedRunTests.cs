using NanoClaw.Agents;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests;

/// <summary>A run that is cut off goes on.</summary>
public sealed class ResumedRunTests
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
