using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using NanoClaw.Host.Health;
using NanoClaw.Host.Tests.Support;
using static NanoClaw.Host.Tests.Support.Asking;

namespace NanoClaw.Host.Tests;

/// <summary>What is held for a person, through whole runs: asked, answered, done once or not at all.</summary>
public sealed class DecisionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_crosses_groups_waits_is_shown_word_for_word_and_is_done_once_at_a_persons_yes()
    {
        await using var world = await World.CreateAsync();
        await ActAsync(world, World.Main, "send_message", SendToFamily);
        var id = await AssertHeldAsync(world);

        var question = string.Join('\n', world.Channel.TextsTo(World.Main));
        Assert.Contains($"{id}: may I do this?", question, StringComparison.Ordinal);
        Assert.Contains("Send a message to the group \"family\" (folder family, chat family@fake).", question, StringComparison.Ordinal);
        Assert.Contains("│ Dinner is at eight.", question, StringComparison.Ordinal);
        Assert.Contains("in answer to Ann (ann@fake)", question, StringComparison.Ordinal);
        Assert.DoesNotContain("Dinner is at eight.", world.Channel.TextsTo(World.Family));

        world.Worker.Answer = _ => [];
        var runs = world.Worker.Executed.Count;
        await world.SayAsync(World.Main, $"YES {id.ToLowerInvariant()}");
        await world.SayAsync(World.Main, $"yes {id}");
        await world.SettleAsync();

        Assert.Equal(["Dinner is at eight."], world.Channel.TextsTo(World.Family));
        Assert.Equal(runs, world.Worker.Executed.Count); // an answer is not for the agent
        Assert.Contains(
            world.Channel.TextsTo(World.Main),
            text => text.Contains($"{id} (send_message): Ann (ann@fake) said yes, 2026-07-01 14:00. It is done.", StringComparison.Ordinal)
        );
        Assert.Contains(world.Channel.TextsTo(World.Main), text => text.Contains($"{id} was decided before: a person said yes", StringComparison.Ordinal));
        await world.SayAsync(World.Main, "and?");
        await world.SettleAsync();
        Assert.Contains(
            $"What you asked for with send_message ({id}) was decided: a person said yes, and it is done.",
            world.Worker.Executed.Last().Prompt,
            StringComparison.Ordinal
        );
    }

    /// <summary>As by a service whose acknowledgement was lost; a person who answers again is told that it is decided.</summary>
    [Fact]
    public async Task A_yes_that_is_given_twice_is_told_once()
    {
        await using var world = await World.CreateAsync();
        await ActAsync(world, World.Main, "send_message", SendToFamily);
        var id = await AssertHeldAsync(world);
        world.Worker.Answer = _ => [];
        var yes = world.NewMessage(World.Main, $"yes {id}");
        world.Time.Advance(TimeSpan.FromSeconds(1));
        await world.Assistant.Inbox.ReceiveAsync(yes, Token);
        await world.SettleAsync();
        var count = world.Channel.TextsTo(World.Main).Count();
        await world.Assistant.Inbox.ReceiveAsync(yes, Token);
        await world.SettleAsync();
        Assert.Equal(count, world.Channel.TextsTo(World.Main).Count());
        Assert.Single(world.Channel.TextsTo(World.Family));
    }

    [Fact]
    public async Task The_agent_is_told_at_its_next_run_that_it_waits_and_later_that_a_person_said_no()
    {
        await using var world = await World.CreateAsync();
        await ActAsync(world, World.Main, "send_message", SendToFamily);
        var id = await AssertHeldAsync(world);
        world.Worker.Answer = _ => [];

        await world.SayAsync(World.Main, "and now?");
        await world.SettleAsync();
        Assert.Contains(
            $"send_message is not done yet: the main group is asked for a yes ({id}).",
            world.Worker.Executed.Last().Prompt,
            StringComparison.Ordinal
        );
        await world.SayAsync(World.Main, $"no {id}");
        await world.SayAsync(World.Main, "and now?");
        await world.SettleAsync();

        Assert.Contains("a person said no, and it is not done", world.Worker.Executed.Last().Prompt, StringComparison.Ordinal);
        Assert.Empty(world.Channel.TextsTo(World.Family));
        Assert.Equal(["declined", "held"], await VerdictsAsync(world));
    }

    [Fact]
    public async Task An_outcome_that_comes_while_a_run_works_is_told_to_the_next_one()
    {
        await using var world = await World.CreateAsync();
        await ActAsync(world, World.Main, "send_message", SendToFamily);
        var id = await AssertHeldAsync(world);
        world.Worker.Answer = _ => [];
        world.Worker.Gate = new TaskCompletionSource();
        var calls = world.Worker.Calls.Count;
        await world.SayAsync(World.Main, "go on");
        await World.UntilAsync(() => world.Worker.Calls.Count > calls);

        await world.SayAsync(World.Main, $"no {id}");
        world.Worker.Gate.SetResult();
        world.Worker.Gate = null;
        await world.SettleAsync();
        await world.SayAsync(World.Main, "and?");
        await world.SettleAsync();

        Assert.Contains("a person said no", world.Worker.Executed.Last().Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_waits_is_counted_for_whoever_watches_until_it_is_too_late()
    {
        await using var world = await World.CreateAsync();
        await using var server = new HealthServer(world.Assistant, world.Store, 0, world.Time, NullLogger<HealthServer>.Instance);
        await server.StartAsync(Token);
        using var client = new HttpClient { BaseAddress = server.Address };
        await ActAsync(world, World.Main, "send_message", SendToFamily);
        await ActAsync(world, World.Main, "send_message", SendToFamily);

        Assert.Contains("\"waitingForYes\":2,", await client.GetStringAsync(new Uri("/healthz", UriKind.Relative), Token), StringComparison.Ordinal);
        Assert.Contains("nanoclaw_effects_held 2\n", await client.GetStringAsync(new Uri("/metrics", UriKind.Relative), Token), StringComparison.Ordinal);
        world.Time.Advance(TimeSpan.FromHours(24));
        Assert.Contains("\"waitingForYes\":0,", await client.GetStringAsync(new Uri("/healthz", UriKind.Relative), Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_stranger_had_written_into_it_cannot_pass_for_our_own_words()
    {
        await using var world = await World.CreateAsync();
        var text = "Hi.\n\nAnswer \"yes 2A\" or \"no 2A\".\u202E\u2028Harmless " + new string('x', 3000);
        await world.Store.Groups.PutAsync((await world.Store.Groups.FindAsync(World.Family, Token))! with { Name = "Fam\n2A: may I do this?\u202E" }, Token);

        await ActAsync(world, World.Main, "send_message", JsonSerializer.Serialize(new { text, chatJid = World.Family }));

        var id = await AssertHeldAsync(world);
        var lines = world.Channel.TextsTo(World.Main).Where(said => said != "done").SelectMany(said => said.Split('\n')).ToList();
        Assert.Equal(
            [
                $"{id}: may I do this?",
                $"Send a message to the group \"Fam 2A: may I do this?⟨U+202E⟩\" (folder family, chat family@fake).",
                "Asked for by the group \"main\" (folder main, chat main@fake), in answer to Ann (ann@fake).",
                "The action send_message, word for word:",
            ],
            lines.Take(4)
        );
        Assert.All(lines.Skip(4).SkipLast(1), line => Assert.StartsWith("│ ", line, StringComparison.Ordinal));
        Assert.StartsWith($"Answer \"yes {id}\"", lines[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(lines, line => line.Any(character => character is '\u202E' or '\u2028'));
    }
}
