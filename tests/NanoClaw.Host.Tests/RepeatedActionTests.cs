using NanoClaw.Agents;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;
using static NanoClaw.Host.Tests.Support.Asking;

namespace NanoClaw.Host.Tests;

/// <summary>What an agent asked for, when the process dies at it: decided once, and what follows from that is not lost.</summary>
public sealed class RepeatedActionTests
{
    private const string Refresh = "refresh_groups";

    /// <summary>Calls after a decision is written, by the last of which all is done that follows from it.</summary>
    private const int Following = 8;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(World.Family, Refresh, "{}", EffectVerdict.Refused, "refresh_groups was refused: ")]
    [InlineData(World.Family, "format_disk", "{}", EffectVerdict.Refused, "format_disk was refused: ")]
    [InlineData(World.Main, "send_message", SendToFamily, EffectVerdict.Held, "send_message is not done yet: ")]
    public async Task What_was_decided_is_told_to_the_agent_at_its_next_run_whenever_the_process_dies_after_it(
        string actor,
        string action,
        string arguments,
        EffectVerdict verdict,
        string told
    )
    {
        for (var calls = 1; calls <= Following; calls++)
        {
            await using var world = await World.CreateAsync();
            await DieAsync(world, calls, actor, [Asked(action, arguments)]);
            world.Worker.Answer = _ => [];
            foreach (var times in new[] { 1, 0 })
            {
                await world.SayAsync(actor, "@Andy and now?");
                await world.SettleAsync();
                Assert.Equal(times, world.Worker.Executed.Last().Prompt.Split(told).Length - 1);
            }

            Assert.Equal(verdict, Assert.Single(await world.Store.Effects.ListAsync(new EffectFilter(), Token)).Verdict);
        }
    }

    /// <summary>Else whoever called would read it twice, and what was paid for would be paid again.</summary>
    [Fact]
    public async Task A_run_whose_action_has_spoken_to_its_chat_is_not_asked_again_though_it_fails_and_whenever_the_process_dies_after_it()
    {
        for (var calls = 1; calls <= Following; calls++)
        {
            await using var world = await World.CreateAsync();
            world.Worker.Faults.Enqueue(new Fault(FaultKind.Fails, After: 1));
            await DieAsync(world, calls, World.Family, [Asked("send_message", """{"text":"hi"}""")]);

            Assert.Single(world.Worker.Executed);
            Assert.Equal(["hi", "I was cut off after that. If something is missing, please ask for it again."], world.Channel.TextsTo(World.Family));
        }
    }

    /// <summary>What an action did elsewhere says nothing in the chat that called: there is still something to answer.</summary>
    [Theory]
    [InlineData("schedule_task", ScheduleForOwn)]
    [InlineData("send_message", SendToFamily)]
    [InlineData("send_message", """{"text":"<internal>hm</internal>"}""")]
    [InlineData("format_disk", "{}")]
    public async Task A_run_whose_action_has_said_nothing_to_its_chat_is_asked_again_when_it_fails(string action, string arguments)
    {
        await using var world = await World.CreateAllowingAsync();
        world.Worker.Faults.Enqueue(new Fault(FaultKind.Fails, After: 1));

        await ActAsync(world, World.Main, action, arguments);

        Assert.Equal(2, world.Worker.Executed.Count);
        Assert.Equal("done", world.Channel.TextsTo(World.Main).Last());
    }

    [Theory]
    [InlineData("send_message", SendToFamily)]
    [InlineData(Refresh, "{}")]
    public async Task A_run_whose_action_waits_or_was_refused_is_asked_again_when_it_fails_also_after_the_process_died_at_it(string action, string arguments)
    {
        for (var calls = 1; calls <= Following; calls++)
        {
            await using var world = await World.CreateAsync();
            world.Worker.Faults.Enqueue(new Fault(FaultKind.Fails, After: 1));
            await DieAsync(world, calls, action == Refresh ? World.Family : World.Main, [Asked(action, arguments)]);

            Assert.Equal(2, world.Worker.Executed.Count);
        }
    }

    [Theory]
    [InlineData(65_536, true)]
    [InlineData(65_537, false)]
    public async Task Arguments_longer_than_the_longest_text_several_times_over_are_refused_and_not_kept_whole(int length, bool may)
    {
        await using var world = await World.CreateAsync();
        var frame = """{"text":"hi","more":""}""".Length;

        await ActAsync(world, World.Family, "send_message", $$"""{"text":"hi","more":"{{new string('x', length - frame)}}"}""");

        Assert.Equal(may ? ["hi", "done"] : ["done"], world.Channel.TextsTo(World.Family));
        var decision = Assert.Single(await world.Store.Effects.ListAsync(new EffectFilter(), Token));
        Assert.Equal((may ? EffectVerdict.Allowed : EffectVerdict.Refused, may ? length : 2_000), (decision.Verdict, decision.Arguments.Length));
        Assert.Equal(may ? null : "its arguments are longer than 65536 characters.", may ? null : decision.Reason);
    }

    [Theory]
    [InlineData(2_000, 2_000)]
    [InlineData(2_001, 2_000)]
    [InlineData(30, 30)]
    public async Task Of_what_is_refused_the_audit_keeps_the_beginning(int length, int kept)
    {
        await using var world = await World.CreateAsync();
        var arguments = $$"""{"more":"{{new string('x', length - """{"more":""}""".Length)}}"}""";

        await ActAsync(world, World.Family, Refresh, arguments);

        var decision = Assert.Single(await world.Store.Effects.ListAsync(new EffectFilter(), Token));
        Assert.Equal(kept, decision.Arguments.Length);
        Assert.Equal(length == kept, decision.Arguments == arguments);
        Assert.StartsWith("""{"more":"xxx""", decision.Arguments, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_model_came_up_with_is_named_in_short_and_its_refusal_is_no_longer_than_can_be_read()
    {
        await using var world = await World.CreateAsync();
        var name = new string('n', 65);

        await ActAsync(world, World.Family, name, "{}");
        await ActAsync(world, World.Main, "send_message", $$"""{"text":"hi","chatJid":"{{new string('j', 600)}}"}""");
        var (refusals, prompts) = (await world.Store.Effects.ListAsync(new EffectFilter(), Token), new List<string>());
        foreach (var actor in new[] { World.Family, World.Main })
        {
            await ActAsync(world, actor, "send_message", """{"text":"hi"}""");
            prompts.Add(world.Worker.Executed.Last().Prompt);
        }

        Assert.Contains(refusals, refusal => refusal.Effect == $"{name[..63]}…");
        Assert.Contains($"{name[..63]}… was refused: there is no such action.", prompts[0], StringComparison.Ordinal);
        var refused = prompts[1][prompts[1].IndexOf("send_message was refused: ", StringComparison.Ordinal)..];
        Assert.Equal(500, refused[..refused.IndexOfAny(['\n', '<'])].Length);
    }

    /// <summary>A run that is taken up after its stream broke off is counted on.</summary>
    [Fact]
    public async Task An_agent_that_is_refused_without_end_fills_no_audit_and_what_it_may_is_done_all_the_same()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Answer = _ =>
            [
                .. Enumerable.Range(0, 501).Select(number => Asked(Refresh, "{}") with { Id = $"a{number}" }),
                Asked("send_message", """{"text":"hi"}""") with
                {
                    Id = "last",
                },
            ];

        world.Worker.Faults.Enqueue(new Fault(FaultKind.Cut, After: 300));

        await world.SayAsync(World.Family);
        await world.SettleAsync();

        var decisions = await world.Store.Effects.ListAsync(new EffectFilter { Limit = 1_000 }, Token);
        Assert.Equal(500, decisions.Count(decision => decision.Verdict is EffectVerdict.Refused));
        Assert.Equal(["hi"], world.Channel.TextsTo(World.Family));
    }

    /// <summary>Somebody calls, the agent says this, and the process dies at a call after what it asks for is decided; another goes on.</summary>
    private static async Task DieAsync(World world, int calls, string actor, IReadOnlyList<AgentEvent> answer)
    {
        world.Worker.Answer = _ => answer;
        await world.Store.Messages.AddAsync(world.NewMessage(actor, "@Andy do it"), Token);
        var crash = new CrashPoint(calls, nameof(IEffectStore.ApplyAsync));
        await world.RestartAsync(crash);
        // Or it is through before that call, and waits.
        await World.UntilAsync(() => crash.IsDead || (!world.Worker.Executed.IsEmpty && world.Assistant.Queue.Depth is { Running: 0, Waiting: 0 }));
        await world.RestartAsync();
        await world.SettleAsync();
    }
}
