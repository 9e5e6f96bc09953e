using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;
using static NanoClaw.Host.Tests.Support.Asking;

namespace NanoClaw.Host.Tests;

/// <summary>The process dies at each moment in turn while an agent asks for something.</summary>
public sealed class KilledAtActionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("cancel_task", """{"taskId":"t"}""")]
    [InlineData("pause_task", """{"taskId":"t"}""")]
    [InlineData("register_group", """{"jid":"new@fake","name":"New","folder":"new-folder"}""")]
    public async Task An_action_done_again_after_the_process_died_at_it_is_not_refused(string action, string arguments)
    {
        for (var calls = 1; calls < 40; calls++)
        {
            await using var world = await World.CreateAllowingAsync();
            await world.Store.Tasks.AddAsync(ScheduleTests.NewTask("t", ScheduleType.Cron, "0 9 * * *") with { GroupFolder = "main" }, Token);
            await world.Store.Messages.AddAsync(world.NewMessage(World.Main), Token);
            world.Worker.Answer = _ => [Asked(action, arguments)];

            await world.RestartAsync(new CrashPoint(calls));
            await World.UntilAsync(() => world.Assistant.Queue.Depth is { Running: 0, Waiting: 0 });
            await world.RestartAsync();
            await world.SettleAsync();

            Assert.Single(world.Worker.Executed);
            world.Worker.Answer = _ => [];
            await world.SayAsync(World.Main, "and now?");
            await world.SettleAsync();
            Assert.DoesNotContain("was refused: ", world.Worker.Executed.Last().Prompt, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Whenever_the_process_dies_what_was_held_is_asked_once_and_what_was_answered_done_once()
    {
        for (var calls = 1; calls < 45; calls++)
        {
            await using var world = await World.CreateAsync();
            await world.Store.Messages.AddAsync(world.NewMessage(World.Main), Token);
            world.Worker.Answer = _ => [Asked("send_message", SendToFamily)];

            await world.RestartAsync(new CrashPoint(calls));
            await World.UntilAsync(() => world.Assistant.Queue.Depth is { Running: 0, Waiting: 0 });
            await world.RestartAsync();
            await world.SettleAsync();

            var held = Assert.Single(await world.Store.Effects.ListOpenAsync(Token));
            Assert.Single(world.Channel.TextsTo(World.Main), text => text.Contains("may I do this?", StringComparison.Ordinal));
            world.Worker.Answer = _ => [];
            await world.RestartAsync(new CrashPoint(calls));
            var yes = world.NewMessage(World.Main, $"yes {held.Id}");
            await CrashPoint.UntilDeadAsync(() => world.Assistant.Inbox.ReceiveAsync(yes, Token).AsTask());
            await world.RestartAsync();
            // The channel brings what it was not told to be stored.
            await world.Assistant.Inbox.ReceiveAsync(yes, Token);
            await world.SettleAsync();
            await world.SayAsync(World.Main, "and?");
            await world.SettleAsync();

            Assert.Equal(["Dinner is at eight."], world.Channel.TextsTo(World.Family));
            Assert.Equal(["approved", "held"], await VerdictsAsync(world));
            Assert.Single(world.Channel.TextsTo(World.Main), text => text.Contains("It is done.", StringComparison.Ordinal));
            Assert.Contains(
                "a person said yes, and it is done",
                string.Concat(world.Worker.Executed.Select(request => request.Prompt)),
                StringComparison.Ordinal
            );
        }
    }
}
