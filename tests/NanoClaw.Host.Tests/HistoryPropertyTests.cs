using System.Text.Json;
using CsCheck;
using NanoClaw.Agents;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests;

/// <summary>
/// Random histories of messages and tasks, failures of the Worker and of the chats, texts refused for good, channels
/// that go and come back, restarts, and crashes at any call to the store, the Worker or a chat: in the end every message
/// is answered once, in order, in its group, and every task has run once. Of a run that fails half-way, the user is told.
/// </summary>
public sealed class HistoryPropertyTests
{
    private static readonly string[] Chats = [World.Main, World.Family, World.Quiet, "work@fake", "club@fake"];

    private static readonly Gen<int> AnyChat = Gen.Int[0, Chats.Length - 1];

    private static readonly Gen<Step> Steps = Gen.Frequency(
        (12, AnyChat.Select(chat => new Step(StepKind.Say, chat))),
        (1, AnyChat.Select(chat => new Step(StepKind.SayMore, chat))),
        (3, AnyChat.Select(chat => new Step(StepKind.Schedule, chat))),
        (2, Gen.Int[1, 30].Select(seconds => new Step(StepKind.Wait, seconds))),
        (2, Gen.Const(new Step(StepKind.Settle))),
        (1, Gen.Const(new Step(StepKind.Restart))),
        (4, Gen.Int[1, 60].Select(calls => new Step(StepKind.CrashAfter, calls))),
        (1, Gen.Const(new Step(StepKind.Unreachable))),
        (2, Gen.Int[0, 4].Select(events => new Step(StepKind.Cut, events))),
        (2, Gen.Int[0, 2].Select(events => new Step(StepKind.Fails, events))),
        (1, Gen.Const(new Step(StepKind.NotSent))),
        (1, Gen.Const(new Step(StepKind.SentUnknowingly))),
        (1, Gen.Const(new Step(StepKind.Refused))),
        (1, AnyChat.Select(chat => new Step(StepKind.ChannelGoes, chat))),
        (1, Gen.Const(new Step(StepKind.ChannelsComeBack)))
    );

    [Fact]
    public async Task Every_message_is_answered_once_and_in_order_in_its_group_and_every_task_runs_once() =>
        await Steps.Array[1, 50].SampleAsync(RunAsync, iter: 150, threads: 2);

    private static async Task RunAsync(Step[] history)
    {
        await using var world = await World.CreateAsync();
        await world.AddGroupAsync("work");
        await world.AddGroupAsync("club");
        world.Worker.Answer = Answer;
        var past = new Past();
        foreach (var step in history)
        {
            await ApplyAsync(world, step, past);
        }

        world.Channel.Unserved.Clear();
        await world.RestartAsync();
        await world.SettleAsync();
        // What a fault of the history still holds up, a later look through everything takes up.
        for (var look = 0; look < Past.MostFailures; look++)
        {
            await world.Assistant.LookThroughAsync(CancellationToken.None);
            await world.SettleAsync();
        }

        await CheckAsync(world, past);
    }

    private static async Task CheckAsync(World world, Past past)
    {
        Assert.Empty(await world.Store.Runs.ListUnfinishedAsync());
        var refusedIds = (await world.Store.Outbox.ListRefusedAsync(1000)).Select(refused => refused.DeliveryId).ToHashSet();
        foreach (var chat in Chats)
        {
            var seen = world
                .Channel.Offered.Where(message => message.ChatJid == chat && (refusedIds.Contains(message.DeliveryId) || world.Channel.Sent.Contains(message)))
                .DistinctBy(message => message.DeliveryId)
                .SelectMany(message => FakeWorker.Numbers(message.Text))
                .ToList();
            var told = world.Channel.Offered.Where(message => message.ChatJid == chat && message.Text.StartsWith("I was cut off", StringComparison.Ordinal));
            var tasks = past.Tasks.Where(task => task.ChatJid == chat).ToList();

            // A run that fails after it spoke is not run again, and the user is told: what it did not come to is not answered.
            Assert.Equal(past.Said(chat).Except(world.Worker.CutOff), seen.Except(tasks.Select(task => task.Number)));
            Assert.Equal(seen.Distinct(), seen);
            Assert.True(told.Any() || !past.Said(chat).Intersect(world.Worker.CutOff).Any(), "An answer was cut off, and nobody was told.");
            foreach (var (id, _, number) in tasks)
            {
                Assert.Equal(ScheduledTaskStatus.Completed, (await world.Store.Tasks.FindAsync(id))!.Status);
                // A task that failed is not run again: it may have said something before, or nothing.
                var run = Assert.Single(await world.Store.Tasks.ListRunsAsync(id, 10));
                Assert.True(run.Status == "error" || seen.Contains(number), $"The task {number} has run, and its answer is not there.");
            }
        }
    }

    /// <summary>Texts and actions mixed, so that a run may be cut, or fail, between any two effects.</summary>
    private static IEnumerable<AgentEvent> Answer(AgentRequest request) =>
        FakeWorker
            .Numbers(request.Prompt)
            .Select(
                (number, index) =>
                    number[^1] % 2 == 0
                        ? (AgentEvent)new AgentEvent.Output($"answer to {number}")
                        : new AgentEvent.ActionRequested($"a{index}", "send_message", JsonSerializer.SerializeToElement(new { text = $"answer to {number}" }))
            );

    private static async Task ApplyAsync(World world, Step step, Past past)
    {
        switch (step.Kind)
        {
            case StepKind.Say:
                await SayAsync(world, Chats[step.Value], past);
                break;
            case StepKind.SayMore:
                // More than a prompt takes.
                for (var message = 0; message < PromptBatch.Largest + 3; message++)
                {
                    await SayAsync(world, Chats[step.Value], past);
                }

                break;
            case StepKind.Schedule:
                await ScheduleAsync(world, Chats[step.Value], past);
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
            case StepKind.Unreachable when past.MayFail():
                world.Worker.Faults.Enqueue(new Fault(FaultKind.Unreachable));
                break;
            case StepKind.Cut when past.MayFail():
                world.Worker.Faults.Enqueue(new Fault(FaultKind.Cut, step.Value));
                break;
            case StepKind.Fails when past.MayFail():
                world.Worker.Faults.Enqueue(new Fault(FaultKind.Fails, step.Value));
                break;
            case StepKind.NotSent:
                world.Channel.Failures.Enqueue(false);
                break;
            case StepKind.SentUnknowingly:
                world.Channel.Failures.Enqueue(true);
                break;
            case StepKind.Refused:
                world.Channel.RefuseNext();
                break;
            case StepKind.ChannelGoes:
                world.Channel.Unserved[Chats[step.Value]] = true;
                break;
            case StepKind.ChannelsComeBack:
                world.Channel.Unserved.Clear();
                await OrDieAsync(world, () => world.Assistant.LookThroughAsync(CancellationToken.None));
                break;
        }
    }

    /// <summary>A chat service keeps a message until the process has received it, and delivers it again to the next one.</summary>
    private static async Task SayAsync(World world, string chat, Past past)
    {
        var message = world.NewMessage(chat);
        var number = past.Say(message);
        message = message with { Content = chat == World.Quiet ? $"@Andy {number}" : message.Content };
        while (!await OrDieAsync(world, () => world.Assistant.Inbox.ReceiveAsync(message).AsTask())) { }
    }

    /// <summary>By another process, as <c>nanoclaw tasks</c> would.</summary>
    private static async Task ScheduleAsync(World world, string chat, Past past)
    {
        var (id, _, number) = past.Schedule(world.NewMessage(chat));
        var group = (await world.Store.Groups.FindAsync(chat))!;
        await world.Store.Tasks.AddAsync(
            new ScheduledTask
            {
                Id = id,
                GroupFolder = group.Folder,
                ChatJid = chat,
                Prompt = number,
                ScheduleType = ScheduleType.Once,
                ScheduleValue = "2026-07-01T12:00:00Z",
                NextRun = world.Time.GetUtcNow(),
                CreatedAt = world.Time.GetUtcNow(),
            }
        );
        await OrDieAsync(world, () => world.Assistant.LookThroughAsync(CancellationToken.None));
    }

    /// <returns>False if the process died of it; another has begun.</returns>
    private static async Task<bool> OrDieAsync(World world, Func<Task> act)
    {
        try
        {
            await act();
            return true;
        }
        catch (CrashException)
        {
            await world.RestartAsync();
            return false;
        }
    }

    private enum StepKind
    {
        Say,
        SayMore,
        Schedule,
        Wait,
        Settle,
        Restart,
        CrashAfter,
        Unreachable,
        Cut,
        Fails,
        NotSent,
        SentUnknowingly,
        Refused,
        ChannelGoes,
        ChannelsComeBack,
    }

    private sealed record Step(StepKind Kind, int Value = 0);

    /// <summary>What was asked of the assistant.</summary>
    private sealed class Past
    {
        /// <summary>Six failures in a row are given up, and the user told; fewer must all be overcome.</summary>
        public const int MostFailures = 5;

        private readonly List<(string ChatJid, string Number)> _said = [];
        private int _failures = MostFailures;

        public List<(string Id, string ChatJid, string Number)> Tasks { get; } = [];

        public IEnumerable<string> Said(string chat) => _said.Where(said => said.ChatJid == chat).Select(said => said.Number);

        public bool MayFail() => _failures-- > 0;

        public string Say(ChatMessage message)
        {
            _said.Add((message.ChatJid, NumberOf(message)));
            return NumberOf(message);
        }

        public (string Id, string ChatJid, string Number) Schedule(ChatMessage message)
        {
            Tasks.Add(($"t-{message.Id}", message.ChatJid, NumberOf(message)));
            return Tasks[^1];
        }

        private static string NumberOf(ChatMessage message) => message.Content["hello ".Length..];
    }
}
