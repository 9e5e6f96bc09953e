using NanoClaw.Agents;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;
using static NanoClaw.Host.Tests.Support.Asking;

namespace NanoClaw.Host.Tests;

/// <summary>Whose yes counts, for what, and for how long.</summary>
public sealed class AnswerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Forgeries => ["another group", "forwarded", "a bot", "a stranger", "its own text", "its own action", "a task"];

    [Theory, MemberData(nameof(Forgeries))]
    public async Task Nobody_but_a_person_of_the_main_group_in_their_own_words_can_say_yes(string forgery)
    {
        await using var world = await World.CreateForAnnAsync();
        await ActAsync(world, World.Main, "send_message", SendToFamily);
        var id = await AssertHeldAsync(world);
        world.Worker.Answer = _ => [];
        var yes = world.NewMessage(forgery == "another group" ? World.Family : World.Main, $"yes {id}");
        switch (forgery)
        {
            case "its own text":
                world.Worker.Answer = _ => [new AgentEvent.Output($"yes {id}")];
                await world.SayAsync(World.Main, "what do you think?");
                break;
            case "its own action":
                await ActAsync(world, World.Main, "send_message", $$"""{"text":"yes {{id}}"}""");
                break;
            case "a task":
                await world.Store.Tasks.AddAsync(
                    ScheduleTests.NewTask("t", ScheduleType.Cron, "0 9 * * *") with
                    {
                        GroupFolder = "main",
                        ChatJid = World.Main,
                        Prompt = $"yes {id}",
                        NextRun = world.Time.GetUtcNow(),
                    },
                    Token
                );
                await world.Assistant.LookThroughAsync(Token);
                break;
            default:
                await world.Assistant.Inbox.ReceiveAsync(
                    forgery switch
                    {
                        "forwarded" => yes with { IsOwnWords = false },
                        "a bot" => yes with { IsBotMessage = true, IsFromMe = true },
                        "a stranger" => yes with { Sender = "eve@fake" },
                        _ => yes,
                    },
                    Token
                );
                break;
        }

        await world.SettleAsync();
        // An account that is shared with a person brings back what the assistant has said.
        foreach (var text in world.Channel.TextsTo(World.Main).ToList())
        {
            await world.Assistant.Inbox.ReceiveAsync(world.NewMessage(World.Main, text) with { IsFromMe = true }, Token);
        }

        await world.SettleAsync();

        Assert.Single(await world.Store.Effects.ListOpenAsync(Token));
        Assert.DoesNotContain("Dinner is at eight.", world.Channel.TextsTo(World.Family));
    }

    [Fact]
    public async Task A_button_counts_for_the_question_it_stands_under_pressed_by_who_may()
    {
        await using var world = await World.CreateForAnnAsync();
        await ActAsync(world, World.Main, "send_message", SendToFamily);
        var id = await AssertHeldAsync(world);
        var question = Assert.Single(world.Channel.Sent, message => message.Question is not null).Question!;
        var press = new ButtonPress(World.Main, "ann@fake", "Ann", question, IsYes: true);

        Assert.Contains(
            "Only people of my main group",
            (await world.Assistant.Inbox.AnswerAsync(press with { ChatJid = World.Family }, Token)).Told,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Only people of my main group",
            (await world.Assistant.Inbox.AnswerAsync(press with { Sender = "eve@fake" }, Token)).Told,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "long ago",
            (await world.Assistant.Inbox.AnswerAsync(press with { Question = $"{id}:0000000000000000" }, Token)).Told,
            StringComparison.Ordinal
        );
        Assert.Contains("long ago", (await world.Assistant.Inbox.AnswerAsync(press with { Question = id }, Token)).Told, StringComparison.Ordinal);
        Assert.Single(await world.Store.Effects.ListOpenAsync(Token));

        Assert.Equal($"{id}: It is done.", (await world.Assistant.Inbox.AnswerAsync(press, Token)).Told);
        Assert.StartsWith(
            $"{id} was decided before",
            (await world.Assistant.Inbox.AnswerAsync(press with { IsYes = false }, Token)).Told,
            StringComparison.Ordinal
        );
        await world.SettleAsync();
        Assert.Equal(["Dinner is at eight."], world.Channel.TextsTo(World.Family));
    }

    [Fact]
    public async Task Words_that_only_look_like_an_answer_go_to_the_agent_while_nothing_waits()
    {
        await using var world = await World.CreateAsync();

        await world.SayAsync(World.Main, "no 3D");
        await world.SettleAsync();
        Assert.Single(world.Worker.Executed);

        await ActAsync(world, World.Main, "send_message", SendToFamily);
        var id = await AssertHeldAsync(world);
        var runs = world.Worker.Executed.Count;
        var other = id == "3D" ? "4E" : "3D";
        await world.SayAsync(World.Main, $"yes {other}");
        await world.SettleAsync();
        Assert.Equal(runs, world.Worker.Executed.Count);
        Assert.Contains($"Nothing waits as {other}. What waits: {id}.", world.Channel.TextsTo(World.Main));
    }

    [Fact]
    public async Task After_its_time_it_is_gone_and_a_yes_comes_too_late()
    {
        await using var world = await World.CreateAsync();
        await ActAsync(world, World.Main, "send_message", SendToFamily);
        await ActAsync(world, World.Main, "send_message", SendToFamily);
        var ids = (await world.Store.Effects.ListOpenAsync(Token)).Select(held => held.Id).ToArray();
        world.Worker.Answer = _ => [];

        world.Time.Advance(TimeSpan.FromHours(24));
        await world.SayAsync(World.Main, $"yes {ids[0]}");
        await world.Assistant.LookThroughAsync(Token);
        await world.SettleAsync();

        Assert.Empty(await world.Store.Effects.ListOpenAsync(Token));
        Assert.Empty(world.Channel.TextsTo(World.Family));
        foreach (var id in ids)
        {
            Assert.Contains($"{id} (send_message): Nobody answered in time, so it is not done. (2026-07-02 14:00)", world.Channel.TextsTo(World.Main));
        }
    }

    [Theory]
    [InlineData("unregistered")]
    [InlineData("demoted")]
    [InlineData("moved")]
    [InlineData("rules")]
    [InlineData("task gone")]
    [InlineData("task changed")]
    public async Task At_a_yes_everything_is_looked_at_again(string change)
    {
        await using var world = await World.CreateAsync();
        var task = ScheduleTests.NewTask("t", ScheduleType.Cron, "0 9 * * *") with { NextRun = world.Time.GetUtcNow().AddDays(1) };
        await world.Store.Tasks.AddAsync(task, Token);
        await ActAsync(world, World.Main, "pause_task", """{"taskId":"t"}""");
        var id = await AssertHeldAsync(world);
        Assert.Contains(world.Channel.TextsTo(World.Main), text => text.Contains($"│ {task.Prompt}", StringComparison.Ordinal));
        world.Worker.Answer = _ => [];
        var main = (await world.Store.Groups.FindAsync(World.Main, Token))!;
        switch (change)
        {
            case "unregistered":
                await world.Store.Groups.RemoveAsync(World.Main, Token);
                await world.Store.Groups.PutAsync(main with { Folder = "chief" }, Token);
                break;
            case "demoted":
                await world.Store.Groups.PutAsync(main with { IsMain = false }, Token);
                await world.Store.Groups.PutAsync(main with { Jid = "chief@fake", Folder = "chief" }, Token);
                break;
            case "moved":
                await world.Store.Groups.PutAsync(main with { Name = "another name" }, Token);
                break;
            case "rules":
                await world.RuleAsync("rules: [{ effect: pause_task, decision: refuse }]");
                break;
            case "task gone":
                await world.Store.Tasks.RemoveAsync("t", Token);
                break;
            default:
                task = task with { Prompt = "something else" };
                await world.Store.Tasks.UpdateAsync(task, Token);
                break;
        }

        await world.SayAsync(change == "demoted" ? "chief@fake" : World.Main, $"yes {id}");
        await world.SettleAsync();

        Assert.Empty(await world.Store.Effects.ListOpenAsync(Token));
        Assert.Equal("failed", (await VerdictsAsync(world))[0]);
        Assert.Equal(change == "task gone" ? null : task, await world.Store.Tasks.FindAsync("t", Token));
        Assert.Contains(
            world.Channel.TextsTo(change == "demoted" ? "chief@fake" : World.Main),
            text =>
                text.Contains(
                    change switch
                    {
                        "unregistered" => "It cannot be done: its group is not registered any more.",
                        "rules" => "It cannot be done: the rules do not allow it (",
                        "moved" or "task changed" => "It cannot be done: what it is about has changed since you were asked.",
                        _ => "It cannot be done: ",
                    },
                    StringComparison.Ordinal
                )
        );
    }

    /// <summary>However it ends, the text that tells of it names its question, in the step that decides: a channel takes the buttons away by it.</summary>
    [Theory]
    [InlineData("yes", "Ann (ann@fake) said yes, 2026-07-01 14:00. It is done.")]
    [InlineData("no", "Ann (ann@fake) said no, 2026-07-01 14:00. It is not done.")]
    [InlineData("button", "Ann (ann@fake) said yes, 2026-07-01 14:00. It is done.")]
    [InlineData("nobody", "Nobody answered in time, so it is not done. (2026-07-02 14:00)")]
    [InlineData("gone", "Ann (ann@fake) said yes, 2026-07-01 14:00. It cannot be done: what it is about has changed since you were asked.")]
    public async Task The_end_of_a_question_is_told_once_with_who_and_when_also_by_another_process(string answer, string outcome)
    {
        await using var world = await World.CreateAsync();
        await ActAsync(world, World.Main, "send_message", SendToFamily);
        var id = await AssertHeldAsync(world);
        var question = Assert.Single(world.Channel.Sent, message => message.Question is not null).Question!;
        world.Worker.Answer = _ => [];
        world.Channel.Unserved[World.Main] = true; // It is decided, and nothing can be told yet.
        switch (answer)
        {
            case "button":
                Assert.Equal(
                    $"{id} (send_message): {outcome}",
                    (await world.Assistant.Inbox.AnswerAsync(new ButtonPress(World.Main, "ann@fake", "Ann", question, IsYes: true), Token)).Settled
                );
                break;
            case "nobody":
                world.Time.Advance(TimeSpan.FromHours(24));
                await world.Assistant.LookThroughAsync(Token);
                break;
            case "gone":
                await world.Store.Groups.RemoveAsync(World.Family, Token);
                await world.SayAsync(World.Main, $"yes {id}");
                break;
            default:
                await world.SayAsync(World.Main, $"{answer} {id}");
                break;
        }

        await world.RestartAsync();
        world.Channel.Unserved.Clear();
        await world.Assistant.LookThroughAsync(Token);
        await world.SayAsync(World.Main, $"yes {id}");
        await world.SettleAsync();

        var told = Assert.Single(world.Channel.Sent, message => message.Settles is not null);
        Assert.Equal((World.Main, question, $"{id} (send_message): {outcome}"), (told.ChatJid, told.Settles, told.Text));
        Assert.Single(world.Channel.TextsTo(World.Main), text => text.StartsWith($"{id} was decided before", StringComparison.Ordinal));
        // Pressed later than that, it says the same.
        Assert.Equal(
            told.Text,
            (await world.Assistant.Inbox.AnswerAsync(new ButtonPress(World.Main, "ann@fake", "Ann", question, IsYes: false), Token)).Settled
        );
    }
}
