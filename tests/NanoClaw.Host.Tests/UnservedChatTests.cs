using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using NanoClaw.Agents;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests;

/// <summary>A chat whose channel this process does not have: what is its stays, and is done when the channel is back.</summary>
public sealed class UnservedChatTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_an_agent_sends_to_it_waits_as_well_and_to_nobodys_chat_is_refused()
    {
        await using var world = await World.CreateAllowingAsync();
        world.Worker.Answer = _ => [Send(World.Family, "hello"), Send("nobody@nowhere", "hello")];
        world.Channel.Unserved[World.Family] = true;
        await world.SayAsync(World.Main);
        await world.SettleAsync();
        Assert.Equal([World.Family], (await world.Store.Outbox.ListPendingAsync(cancellationToken: Token)).Select(message => message.ChatJid));

        world.Channel.Unserved.Clear();
        await world.Assistant.LookThroughAsync(Token);
        await world.SettleAsync();

        Assert.Equal(["hello"], world.Channel.TextsTo(World.Family));
    }

    [Fact]
    public async Task Its_messages_texts_and_tasks_wait_until_its_channel_is_back()
    {
        await using var world = await World.CreateAsync();
        await world.Assistant.DisposeAsync();
        await world.Store.Messages.AddAsync(world.NewMessage(World.Family), Token);
        await world.Store.Outbox.AddAsync(
            [
                new OutgoingMessage
                {
                    DeliveryId = "d",
                    ChatJid = World.Family,
                    Text = "a text",
                    CreatedAt = world.Time.GetUtcNow(),
                },
            ],
            Token
        );
        await world.Store.Tasks.AddAsync(
            new ScheduledTask
            {
                Id = "t",
                GroupFolder = "family",
                ChatJid = World.Family,
                Prompt = "#7",
                ScheduleType = ScheduleType.Once,
                ScheduleValue = "2026-07-01T12:00:00Z",
                NextRun = world.Time.GetUtcNow(),
                CreatedAt = world.Time.GetUtcNow(),
            },
            Token
        );

        await using (var without = new Assistant(world.Store, world.Worker, [], world.Options, world.Time, NullLoggerFactory.Instance))
        {
            await without.StartAsync(Token);
            await World.UntilAsync(() => without.Queue.Depth is { Running: 0, Waiting: 0, BackingOff: 0 });
        }

        Assert.Empty(world.Worker.Executed);
        Assert.Equal(0, (await world.Store.Outbox.ListPendingAsync(cancellationToken: Token)).Single().Attempts);
        Assert.Equal(ScheduledTaskStatus.Active, (await world.Store.Tasks.FindAsync("t", Token))!.Status);

        await world.StartAsync();
        await world.SettleAsync();

        Assert.Equal(["a text", "answer to #1", "answer to #7"], world.Channel.TextsTo(World.Family).Order(StringComparer.Ordinal));
    }

    private static AgentEvent.ActionRequested Send(string chatJid, string text) =>
        new($"a-{chatJid}", "send_message", JsonSerializer.SerializeToElement(new { chatJid, text }));
}
