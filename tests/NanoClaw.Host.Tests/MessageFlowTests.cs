using NanoClaw.Agents;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests;

/// <summary>From a message to its answer, in order and once.</summary>
public sealed class MessageFlowTests
{
    [Fact]
    public async Task A_message_is_answered_at_once_without_a_poll()
    {
        await using var world = await World.CreateAsync();

        await world.SayAsync(World.Main);
        // The text goes out while its run is still being ended.
        await World.UntilAsync(() => !world.Channel.Sent.IsEmpty && world.Channel.Typing.Count == 2);

        Assert.Equal(["answer to #1"], world.Channel.TextsTo(World.Main));
        Assert.Equal([(World.Main, true), (World.Main, false)], world.Channel.Typing);
    }

    [Fact]
    [Trait("v1", "faults")]
    public async Task Messages_that_arrive_during_a_run_become_the_next_prompt()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Gate = new TaskCompletionSource();
        await world.SayAsync(World.Main);
        await World.UntilAsync(() => !world.Worker.Executed.IsEmpty);
        await world.SayAsync(World.Main);
        await world.SayAsync(World.Main);

        world.Worker.Gate.SetResult();
        await world.SettleAsync();

        Assert.Equal(["answer to #1", "answer to #2 #3"], world.Channel.TextsTo(World.Main));
    }

    [Fact]
    [Trait("v1", "formatting")]
    public async Task More_than_ten_messages_are_given_in_prompts_of_ten_in_order()
    {
        await using var world = await World.CreateAsync();
        await world.Store.Messages.AddAsync([.. Enumerable.Range(0, 23).Select(_ => world.NewMessage(World.Family))], TestContext.Current.CancellationToken);

        await world.Assistant.LookThroughAsync(TestContext.Current.CancellationToken);
        await world.SettleAsync();

        Assert.Equal([10, 10, 3], world.Worker.Executed.Select(request => FakeWorker.Numbers(request.Prompt).Count()));
        Assert.Equal(Enumerable.Range(1, 23).Select(number => $"#{number}"), world.Channel.TextsTo(World.Family).SelectMany(FakeWorker.Numbers));
    }

    [Fact]
    [Trait("v1", "formatting")]
    public async Task Internal_text_is_not_sent_and_a_long_answer_is_split()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Answer = _ =>
            [new AgentEvent.Output("<internal>secret</internal>"), new AgentEvent.Output(new string('a', 999) + " " + new string('b', 10))];

        await world.SayAsync(World.Main);
        await world.SettleAsync();

        Assert.Equal([999, 10], world.Channel.TextsTo(World.Main).Select(text => text.Length));
    }

    [Fact]
    [Trait("v1", "routing")]
    public async Task The_session_of_a_run_goes_on_with_the_next()
    {
        await using var world = await World.CreateAsync();
        await world.SayAsync(World.Main);
        await world.SettleAsync();
        await world.SayAsync(World.Main);
        await world.SettleAsync();

        var requests = world.Worker.Executed.ToArray();
        Assert.Null(requests[0].SessionId);
        Assert.StartsWith("session-", requests[1].SessionId, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("v1", "cursors")]
    public async Task Messages_stored_while_nothing_ran_are_answered_at_the_next_start()
    {
        await using var world = await World.CreateAsync();
        await world.Store.Messages.AddAsync(world.NewMessage(World.Family), TestContext.Current.CancellationToken);

        await world.RestartAsync();
        await world.SettleAsync();

        Assert.Equal(["answer to #1"], world.Channel.TextsTo(World.Family));
    }

    [Fact]
    public async Task A_typing_sign_that_never_comes_back_holds_up_neither_the_answer_nor_the_next()
    {
        await using var world = await World.CreateAsync();
        world.Channel.TypingGate = new TaskCompletionSource();

        await world.SayAsync(World.Main);
        await World.UntilAsync(() =>
        {
            world.Time.Advance(TimeSpan.FromSeconds(1));
            return world.Channel.TextsTo(World.Main).Any() && world.Assistant.Queue.Depth.Running == 0;
        });

        Assert.Equal(["answer to #1"], world.Channel.TextsTo(World.Main));
    }

    [Fact]
    [Trait("v1", "routing")]
    public async Task Each_answer_goes_by_the_channel_that_its_chat_belongs_to()
    {
        await using var world = await World.CreateAsync();
        await world.Assistant.DisposeAsync();
        var other = new FakeChannel { Suffix = "@other" };
        await world.Store.Groups.PutAsync(
            new RegisteredGroup
            {
                Jid = "far@other",
                Name = "far",
                Folder = "far",
                Trigger = "@Andy",
                AddedAt = DateTimeOffset.UnixEpoch,
                RequiresTrigger = false,
            },
            TestContext.Current.CancellationToken
        );
        await world.Store.Messages.AddAsync([world.NewMessage("far@other"), world.NewMessage(World.Main)], TestContext.Current.CancellationToken);

        await using (var assistant = new Assistant(world.Store, world.Worker, [world.Channel, other], world.Options, world.Time, world.Log))
        {
            await assistant.StartAsync(TestContext.Current.CancellationToken);
            await World.UntilAsync(() => !other.Sent.IsEmpty && !world.Channel.Sent.IsEmpty);
        }

        Assert.Equal(["answer to #1"], other.TextsTo("far@other"));
        Assert.Equal(["answer to #2"], world.Channel.Sent.Select(message => message.Text));
    }
}
