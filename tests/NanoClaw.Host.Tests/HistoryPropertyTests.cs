using CsCheck;
using NanoClaw.Host.Tests.Support;

namespace NanoClaw.Host.Tests;

/// <summary>
/// Random histories of messages, failures of the Worker and of the chats, restarts, and crashes at any call to the
/// store, the Worker or a chat: in the end every message is answered once, in order, in its group.
/// </summary>
public sealed class HistoryPropertyTests
{
    private static readonly string[] Chats = [World.Main, World.Family, World.Quiet];

    private static readonly Gen<Step> Steps = Gen.Frequency(
        (10, Gen.Int[0, 2].Select(chat => new Step(StepKind.Say, chat))),
        (2, Gen.Int[1, 30].Select(seconds => new Step(StepKind.Wait, seconds))),
        (2, Gen.Const(new Step(StepKind.Settle))),
        (1, Gen.Const(new Step(StepKind.Restart))),
        (3, Gen.Int[1, 60].Select(calls => new Step(StepKind.CrashAfter, calls))),
        (1, Gen.Const(new Step(StepKind.Unreachable))),
        (2, Gen.Int[0, 4].Select(events => new Step(StepKind.Cut, events))),
        (1, Gen.Const(new Step(StepKind.Fails))),
        (1, Gen.Const(new Step(StepKind.NotSent))),
        (1, Gen.Const(new Step(StepKind.SentUnknowingly))));

    [Fact]
    public async Task Every_message_is_answered_once_and_in_order_in_its_group() =>
        await Steps.Array[1, 40].SampleAsync(RunAsync, iter: 150, threads: 2);

    private static async Task RunAsync(Step[] history)
    {
        await using var world = await World.CreateAsync();
        var said = Chats.ToDictionary(chat => chat, _ => new List<string>());
        // Six failures in a row are given up, and the user told; fewer must all be overcome.
        var failures = 5;
        foreach (var step in history)
        {
            await ApplyAsync(world, step, said, () => failures-- > 0);
        }

        await world.RestartAsync();
        await world.SettleAsync();

        foreach (var chat in Chats)
        {
            Assert.Equal(said[chat], world.Channel.TextsTo(chat).SelectMany(FakeWorker.Numbers));
        }

        Assert.Empty(await world.Store.Runs.ListUnfinishedAsync());
    }

    private static async Task ApplyAsync(World world, Step step, Dictionary<string, List<string>> said, Func<bool> mayFail)
    {
        switch (step.Kind)
        {
            case StepKind.Say:
                await SayAsync(world, Chats[step.Value], said);
                break;
            case StepKind.Wait:
                world.Time.Advance(TimeSpan.FromSeconds(step.Value));
                break;
            case StepKind.Settle when !world.MayCrash:
                await world.SettleAsync();
                break;
            case StepKind.Restart:
                await world.RestartAsync();
                break;
            case StepKind.CrashAfter:
                await world.RestartAsync(new CrashPoint(step.Value));
                break;
            case StepKind.Unreachable when mayFail():
                world.Worker.Faults.Enqueue(new Fault(FaultKind.Unreachable));
                break;
            case StepKind.Cut when mayFail():
                world.Worker.Faults.Enqueue(new Fault(FaultKind.Cut, step.Value));
                break;
            case StepKind.Fails when mayFail():
                world.Worker.Faults.Enqueue(new Fault(FaultKind.Fails));
                break;
            case StepKind.NotSent:
                world.Channel.Failures.Enqueue(false);
                break;
            case StepKind.SentUnknowingly:
                world.Channel.Failures.Enqueue(true);
                break;
        }
    }

    /// <summary>A chat service keeps a message until the process has received it, and delivers it again to the next one.</summary>
    private static async Task SayAsync(World world, string chat, Dictionary<string, List<string>> said)
    {
        var message = world.NewMessage(chat);
        var number = message.Content["hello ".Length..];
        message = message with { Content = chat == World.Quiet ? $"@Andy {number}" : message.Content };
        said[chat].Add(number);
        while (true)
        {
            try
            {
                await world.Assistant.Inbox.ReceiveAsync(message);
                return;
            }
            catch (CrashException)
            {
                await world.RestartAsync();
            }
        }
    }

    private enum StepKind { Say, Wait, Settle, Restart, CrashAfter, Unreachable, Cut, Fails, NotSent, SentUnknowingly }

    private sealed record Step(StepKind Kind, int Value = 0);
}
