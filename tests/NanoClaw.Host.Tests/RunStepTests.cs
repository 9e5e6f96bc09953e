using System.Text.Json;
using NanoClaw.Agents;
using NanoClaw.Host.Actions;
using NanoClaw.Host.Scheduling;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests;

/// <summary>What a run did is in the ledger and in the log, and nothing of what it said.</summary>
public sealed class RunStepTests
{
    private const string Said = "my-pin-is-4711";
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Texts_actions_and_tools_of_a_run_are_kept_without_content()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Usage = world.Worker.Usage with
        {
            Tools = new Dictionary<string, int>(StringComparer.Ordinal)
            {
                ["remember"] = 2,
                ["send_message"] = 1,
                [Said] = 3,
                ["recall"] = 0,
            },
        };
        world.Worker.Answer = _ => [Action("send_message", new { text = Said }), Action(Said, new { x = Said }), new AgentEvent.Output(Said)];

        await world.SayAsync(World.Family, Said);
        await world.SettleAsync();

        var run = Assert.Single(await world.Store.Runs.ListAsync(new RunFilter(), Token));
        var details = await world.Store.Runs.ReadDetailsAsync(run.RunId, Token);
        Assert.Equal(
            [(2L, RunStepKind.Action, "send_message"), (3, RunStepKind.Action, "unknown"), (4, RunStepKind.Text, null)],
            details.Steps.Select(step => (step.EventId, step.Kind, step.Name))
        );
        Assert.Equal(Said.Length, details.Steps[^1].Size);
        Assert.Equal(["remember 2", "send_message 1"], details.Tools.Select(tool => $"{tool.Key} {tool.Value}"));
        Assert.Single(world.Log.Lines, line => line.StartsWith($"Information: remember of family, 2 times (run {run.RunId})", StringComparison.Ordinal));
        Assert.DoesNotContain(Said, world.Log.All, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_model_that_answered_is_kept()
    {
        await using var world = await World.CreateAsync();
        world.Worker.AnsweredBy = "spare";

        await world.SayAsync(World.Family);
        await world.SettleAsync();

        Assert.Equal("spare", Assert.Single(await world.Store.Runs.ListAsync(new RunFilter(), Token)).Usage.AnsweredBy);
    }

    [Fact]
    public async Task Every_effect_leaves_a_line_that_says_what_was_decided_for_whom_and_nothing_else()
    {
        await using var world = await World.CreateAllowingAsync();
        await AddTaskAsync(world);
        world.Worker.Answer = _ => [.. Effects.Select(effect => Action(effect.Name, effect.Arguments))];

        await world.SayAsync(World.Main, Said);
        await world.SettleAsync();

        foreach (var (name, _) in Effects)
        {
            Assert.Contains(world.Log.Lines, line => line.StartsWith($"Information: {name} of main: allowed (run ", StringComparison.Ordinal));
        }

        Assert.DoesNotContain(Said, world.Log.All, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void No_effect_is_left_out_of_these_tests() =>
        Assert.Equal(
            ActionNames().Except(["list_tasks"], StringComparer.Ordinal).Order(StringComparer.Ordinal),
            Effects.Select(effect => effect.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
        );

    [Fact]
    public async Task What_waits_for_a_yes_leaves_a_line_when_it_is_held_and_when_it_is_decided()
    {
        await using var world = await World.CreateAsync();
        await world.RuleAsync("rules: [{ effect: any, decision: hold }]");
        world.Worker.Answer = _ => [Action("send_message", new { text = Said, chatJid = World.Quiet })];
        await world.SayAsync(World.Main, Said);
        await world.SettleAsync();
        var held = Assert.Single(await world.Store.Effects.ListOpenAsync(Token));

        await world.SayAsync(World.Main, $"yes {held.Id}");
        await world.SettleAsync();

        Assert.Single(
            world.Log.Lines,
            line => line.StartsWith($"Information: send_message of main: held, {held.Id} (run {held.RunId})", StringComparison.Ordinal)
        );
        Assert.Single(
            world.Log.Lines,
            line => line.StartsWith($"Information: send_message of main: approved, {held.Id} (run {held.RunId})", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(Said, world.Log.All, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task What_the_assistant_said_is_part_of_its_groups_history()
    {
        await using var world = await World.CreateAsync();
        await world.SayAsync(World.Family, "hello #1");
        await world.SettleAsync();

        var history = await world.Store.Messages.ReadHistoryAsync(World.Family, 10, Token);
        Assert.Equal([("hello #1", false), ("answer to #1", true)], history.Select(message => (message.Content, message.IsBotMessage)));
        Assert.Empty(await world.Store.Messages.ListPendingChatsAsync(Token));
    }

    private static (string Name, object Arguments)[] Effects =>
        [
            ("send_message", new { text = Said }),
            (
                "schedule_task",
                new
                {
                    prompt = Said,
                    scheduleType = "cron",
                    scheduleValue = "0 9 * * *",
                }
            ),
            ("pause_task", new { taskId = "task-1" }),
            ("resume_task", new { taskId = "task-1" }),
            ("update_task", new { taskId = "task-1", prompt = Said }),
            ("cancel_task", new { taskId = "task-1" }),
            (
                "register_group",
                new
                {
                    jid = "work@fake",
                    name = Said,
                    folder = "work",
                }
            ),
            ("list_chats", new { query = Said }),
            ("refresh_groups", new { }),
        ];

    private static IEnumerable<string> ActionNames()
    {
        using var log = new LogBook();
        var options = new HostOptions();
        return [.. ActionRegistry.Of(null!, new Channels.ChannelSet([]), null!, options, new Schedule(TimeZoneInfo.Utc), TimeProvider.System, log).Names];
    }

    private static async Task AddTaskAsync(World world) =>
        await world.Store.Tasks.AddAsync(
            new ScheduledTask
            {
                Id = "task-1",
                GroupFolder = "main",
                ChatJid = World.Main,
                Prompt = "water the plants",
                ScheduleType = ScheduleType.Cron,
                ScheduleValue = "0 9 * * *",
                NextRun = world.Time.GetUtcNow().AddDays(1),
                CreatedAt = world.Time.GetUtcNow(),
            },
            Token
        );

    private static AgentEvent.ActionRequested Action(string name, object arguments) =>
        new(Guid.NewGuid().ToString("N"), name, JsonSerializer.SerializeToElement(arguments));
}
