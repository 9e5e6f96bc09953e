using System.Text.Json;
using NanoClaw.Agents;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests;

/// <summary>What people and the agent say is in no line of the log, whatever fails, unless it is asked for.</summary>
public sealed class LogContentTests
{
    private const string Said = "my-pin-is-4711";
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task By_default_no_line_of_any_level_has_a_word_of_what_was_said()
    {
        await using var world = await World.CreateAsync();
        await LiveADayAsync(world);

        // Something of each kind happened and was logged.
        foreach (var line in new[] { "failed with", "could not be sent", "is dropped", "was refused", "is paused", "is tried again" })
        {
            Assert.Contains(line, world.Log.All, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(Said, world.Log.All, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Asked_for_it_is_there()
    {
        await using var world = await World.CreateAsync(options => options with { LogContents = true });
        world.Worker.Answer = _ => [new AgentEvent.Output("noted")];

        await world.SayAsync(World.Family, Said);
        await world.SettleAsync();

        Assert.Contains(world.Log.Lines, line => line.StartsWith($"Information: {World.Family}: ann@fake says: {Said}", StringComparison.Ordinal));
        Assert.Contains(world.Log.Lines, line => line.StartsWith($"Information: {World.Family} is sent: noted", StringComparison.Ordinal));
    }

    private static async Task LiveADayAsync(World world)
    {
        world.Worker.Answer = _ =>
            [
                new AgentEvent.Delta(Said),
                new AgentEvent.Output(Said),
                Action("send_message", new { text = Said, chatJid = Said }),
                Action(
                    "schedule_task",
                    new
                    {
                        prompt = Said,
                        scheduleType = "cron",
                        scheduleValue = Said,
                    }
                ),
                Action(
                    "schedule_task",
                    new
                    {
                        prompt = Said,
                        scheduleType = Said,
                        scheduleValue = Said,
                        targetGroupFolder = Said,
                    }
                ),
                Action("cancel_task", new { taskId = Said }),
                Action(
                    "register_group",
                    new
                    {
                        jid = Said,
                        name = Said,
                        folder = Said,
                    }
                ),
                Action(Said, new { text = Said }),
            ];
        world.Worker.FailureText = $"the container said {Said}";
        world.Worker.Faults.Enqueue(new Fault(FaultKind.Fails));
        world.Worker.Faults.Enqueue(new Fault(FaultKind.Unreachable));
        world.Channel.FailureText = message => $"the service did not take: {message.Text}";
        world.Channel.Failures.Enqueue(false);
        await world.SayAsync(World.Family, Said);
        await world.SettleAsync();

        world.Channel.Refuses = message => message.Text.Contains(Said, StringComparison.Ordinal);
        await world.SayAsync(World.Main, Said);
        await world.SettleAsync();

        await world.Store.Tasks.AddAsync(
            new ScheduledTask
            {
                Id = "task-1",
                GroupFolder = "family",
                ChatJid = World.Family,
                Prompt = Said,
                ScheduleType = ScheduleType.Cron,
                ScheduleValue = Said,
                NextRun = world.Time.GetUtcNow(),
                CreatedAt = world.Time.GetUtcNow(),
            },
            Token
        );
        await world.Assistant.LookThroughAsync(Token);
        await world.SettleAsync();
    }

    private static AgentEvent.ActionRequested Action(string name, object arguments) =>
        new(Guid.NewGuid().ToString("N"), name, JsonSerializer.SerializeToElement(arguments));
}
