using NanoClaw.Host.Channels;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;
using static NanoClaw.Host.Tests.Support.Asking;

namespace NanoClaw.Host.Tests;

/// <summary>What people read of a thing that waits for them, from the question to what became of it.</summary>
public sealed class HeldWordsTests
{
    private const string Changed = "It cannot be done: what it is about has changed since you were asked.";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Whoever says yes says it to this, and has nothing else to go by.</summary>
    [Fact]
    public async Task A_question_says_who_asks_for_what_with_every_argument_and_how_to_answer_until_when()
    {
        await using var world = await World.CreateAsync();
        await world.Store.Tasks.AddAsync(
            ScheduleTests.NewTask("task-1", ScheduleType.Cron, "0 9 * * *") with
            {
                Prompt = "Say hi.\nThen go.",
                NextRun = world.Time.GetUtcNow().AddDays(1),
            },
            Token
        );

        await ActAsync(world, World.Main, "update_task", """{"taskId":"task-1","prompt":"Say ho.","more":[1, {"a":"b"}],"half":"\ud83d"}""", "web", "groups");

        var id = await AssertHeldAsync(world);
        Assert.Equal(
            $"""
            {id}: may I do this?
            Change a task of the group family.
            Asked for by the group "main" (folder main, chat main@fake), in answer to Ann (ann@fake).
            The action update_task, word for word:
            │ taskId:
            │ task-1
            │ prompt:
            │ Say ho.
            │ more:
            │ [1, {"{"}"a":"b"{"}"}]
            │ half:
            │ "\ud83d"
            │ what the task does:
            │ Say hi.
            │ Then go.
            │ when:
            │ at 0 9 * * * (minute, hour, day, month, weekday), active
            Take care: I had read what other groups wrote and pages of the web before, and it may be that this was not a person's wish.
            Answer "yes {id}" or "no {id}". Without an answer by 2026-07-02 14:00 it is not done.
            """.ReplaceLineEndings("\n"),
            Assert.Single(world.Channel.TextsTo(World.Main), text => text.Contains(id, StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("web", "pages of the web")]
    [InlineData("groups", "what other groups wrote")]
    [InlineData("people", "messages of people who may not call me")]
    [InlineData("mail", "I cannot tell what")]
    [InlineData("web1", "I cannot tell what")]
    public async Task A_question_warns_of_those_whose_words_were_before_the_agent(string origins, string? warned)
    {
        await using var world = await World.CreateAsync();

        await ActAsync(world, World.Main, "send_message", SendToFamily, origins.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        var question = string.Join('\n', world.Channel.TextsTo(World.Main));
        Assert.Equal(
            warned is null ? [] : [$"Take care: I had read {warned} before, and it may be that this was not a person's wish."],
            question.Split('\n').Where(line => line.StartsWith("Take care", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task A_question_of_a_task_is_in_answer_to_that_task_and_one_of_many_people_names_the_first_of_them_once()
    {
        await using var world = await World.CreateAsync();
        await world.Store.Tasks.AddAsync(
            ScheduleTests.NewTask("task-1", ScheduleType.Once, "2026-07-01T12:00:00Z") with
            {
                GroupFolder = "main",
                ChatJid = World.Main,
                NextRun = world.Time.GetUtcNow(),
            },
            Token
        );
        world.Worker.Answer = _ => [Asked("send_message", SendToFamily)];
        await world.Assistant.LookThroughAsync(Token);
        await world.SettleAsync();
        string[] senders = ["a@fake", "b@fake", "a@fake", "c@fake", "d@fake", "e@fake", "f@fake"];
        await world.Store.Messages.AddAsync(
            [.. senders.Select(sender => world.NewMessage(World.Main) with { Sender = sender, SenderName = sender == "b@fake" ? " " : sender[..1] })],
            Token
        );
        await world.Assistant.LookThroughAsync(Token);
        await world.SettleAsync();

        Assert.Equal(
            ["in answer to task task-1.", "in answer to a (a@fake), b@fake, c (c@fake), d (d@fake), e (e@fake)."],
            world
                .Channel.TextsTo(World.Main)
                .SelectMany(text => text.Split('\n'))
                .Where(line => line.Contains("in answer to", StringComparison.Ordinal))
                .Select(line => line[line.IndexOf("in answer to", StringComparison.Ordinal)..])
        );
    }

    /// <summary>The group that asked hears of it as well: its people wait for what they were promised.</summary>
    [Theory]
    [InlineData("yes", "Ann (ann@fake) said yes, 2026-07-01 14:00. It is done.", "a person said yes, and it is done")]
    [InlineData("no", "Ann (ann@fake) said no, 2026-07-01 14:00. It is not done.", "a person said no, and it is not done")]
    [InlineData("late", "Nobody answered in time, so it is not done. (2026-07-02 14:00)", "nobody answered in time, and it is not done")]
    [InlineData("gone", $"Ann (ann@fake) said yes, 2026-07-01 14:00. {Changed}", "a person said yes, but it could not be done any more")]
    public async Task What_became_of_it_is_told_in_both_groups_to_the_agent_that_asked_and_to_who_answers_again(string answer, string told, string inWords)
    {
        await using var world = await World.CreateAsync();
        await ActAsync(world, World.Family, "schedule_task", ScheduleForOwn, "web");
        var id = await AssertHeldAsync(world);
        Assert.Contains($"{id}: before I do this (schedule_task), somebody in my main group has to say yes.", world.Channel.TextsTo(World.Family));
        world.Worker.Answer = _ => [];
        switch (answer)
        {
            case "late":
                world.Time.Advance(TimeSpan.FromHours(24));
                await world.Assistant.LookThroughAsync(Token);
                break;
            case "gone":
                var family = (await world.Store.Groups.FindAsync(World.Family, Token))!;
                await world.Store.Groups.PutAsync(family with { Name = "Family of old" }, Token);
                await world.SayAsync(World.Main, $"yes {id}");
                break;
            default:
                await world.SayAsync(World.Main, $"{answer} {id}");
                break;
        }

        await world.SayAsync(World.Family, "and?");
        await world.SayAsync(World.Main, $"no {id}");
        await world.SettleAsync();

        Assert.All(new[] { World.Main, World.Family }, chat => Assert.Contains($"{id} (schedule_task): {told}", world.Channel.TextsTo(chat)));
        Assert.DoesNotContain(world.Channel.TextsTo(World.Quiet), text => text.Contains(id, StringComparison.Ordinal));
        Assert.Equal([World.Main], world.Channel.Sent.Where(message => message.Settles is not null).Select(message => message.ChatJid));
        Assert.Contains($"{id} was decided before: {inWords}.", world.Channel.TextsTo(World.Main));
        Assert.Contains($"What you asked for with schedule_task ({id}) was decided: {inWords}.", world.Worker.Executed.Last().Prompt, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, "It is done.")]
    [InlineData(0, "has waited too long, and is not done.")]
    public async Task A_yes_counts_until_the_time_that_was_told(int secondsAfter, string told)
    {
        await using var world = await World.CreateAsync(options => options with { HeldFor = TimeSpan.FromMinutes(30) });
        await ActAsync(world, World.Main, "send_message", SendToFamily);
        await AssertHeldAsync(world);
        var question = Assert.Single(world.Channel.Sent, message => message.Question is not null).Question!;

        // By what was told: the clock has gone on since it was held.
        var held = Assert.Single(await world.Store.Effects.ListOpenAsync(Token));
        Assert.Equal(TimeSpan.FromMinutes(30), held.ExpiresAt - held.HeldAt);
        world.Time.Advance(held.ExpiresAt - world.Time.GetUtcNow() + TimeSpan.FromSeconds(secondsAfter));
        var answer = await world.Assistant.Inbox.AnswerAsync(new ButtonPress(World.Main, "ann@fake", "Ann", question, IsYes: true), Token);

        Assert.EndsWith(told, answer.Told, StringComparison.Ordinal);
        await world.SettleAsync();
        Assert.Equal(secondsAfter < 0 ? ["Dinner is at eight."] : [], world.Channel.TextsTo(World.Family));
    }

    [Theory]
    [InlineData(39_000, true)]
    [InlineData(40_000, false)]
    public async Task What_is_too_long_to_be_read_is_not_asked(int length, bool isAsked)
    {
        await using var world = await World.CreateAsync();

        await ActAsync(world, World.Main, "send_message", $$"""{"text":"hi","chatJid":"family@fake","more":"{{new string('x', length)}}"}""");

        Assert.Equal(isAsked ? 1 : 0, (await world.Store.Effects.ListOpenAsync(Token)).Count);
        // The buttons stand under the last part.
        Assert.Equal(isAsked ? 1 : 0, world.Channel.Sent.Count(message => message.Question is not null));
        Assert.Equal(
            isAsked,
            world.Channel.Sent.Any(message => message.Question is not null && message.Text.Contains("Answer \"yes ", StringComparison.Ordinal))
        );
        var decision = Assert.Single(await world.Store.Effects.ListAsync(new EffectFilter(), Token));
        Assert.Equal(isAsked, decision.Reason != "a person has to be asked, and it is too long to be shown.");
    }

    [Fact]
    public async Task Where_there_is_no_main_group_nobody_can_be_asked_and_it_is_refused()
    {
        await using var world = await World.CreateAsync();
        await world.Store.Groups.RemoveAsync(World.Main, Token);

        await ActAsync(world, World.Family, "schedule_task", ScheduleForOwn, "web");

        Assert.Empty(await world.Store.Effects.ListOpenAsync(Token));
        Assert.Equal(
            "a person has to be asked, and there is no main group.",
            Assert.Single(await world.Store.Effects.ListAsync(new EffectFilter(), Token)).Reason
        );
    }

    [Fact]
    public async Task People_are_asked_no_more_than_forty_things_at_once_by_all_groups_together()
    {
        await using var world = await World.CreateAsync();
        for (var group = 0; group < 5; group++)
        {
            await world.AddGroupAsync($"g{group}");
        }

        world.Worker.Answer = _ => [.. Enumerable.Range(0, 9).Select(number => Asked("schedule_task", ScheduleForOwn, "web") with { Id = $"a{number}" })];
        for (var group = 0; group < 5; group++)
        {
            await world.SayAsync($"g{group}@fake");
            await world.SettleAsync();
        }

        Assert.Equal([9, 9, 9, 9, 4], (await world.Store.Effects.ListOpenAsync(Token)).CountBy(held => held.GroupFolder).Select(group => group.Value));
    }

    /// <summary>Rules that have come since are asked with all that was known when it was held.</summary>
    [Theory]
    [InlineData("web", "It cannot be done: the rules do not allow it (")]
    [InlineData("", "It is done.")]
    public async Task A_yes_is_measured_by_the_rules_of_now_and_the_strangers_of_then(string origins, string told)
    {
        await using var world = await World.CreateAsync();
        await ActAsync(world, World.Main, "send_message", SendToFamily, origins.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var id = await AssertHeldAsync(world);
        var decision = Assert.Single(await world.Store.Effects.ListAsync(new EffectFilter(), Token));
        Assert.Equal(origins.Length == 0 ? null : origins, decision.Origins);
        Assert.Equal(decision.Origins, Assert.Single(await world.Store.Effects.ListOpenAsync(Token)).Origins);
        world.Worker.Answer = _ => [];

        await world.RuleAsync("rules: [{ effect: any, strangers: web, decision: refuse }, { effect: any, decision: hold }]");
        await world.SayAsync(World.Main, $"yes {id}");
        await world.SettleAsync();

        Assert.Contains(world.Channel.TextsTo(World.Main), text => text.Contains(told, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_done_outside_of_the_store_is_done_at_a_yes_and_not_before()
    {
        await using var world = await World.CreateAsync();
        await ActAsync(world, World.Main, "register_group", """{"jid":"new@fake","name":"New","folder":"new-folder"}""");
        var id = await AssertHeldAsync(world);
        var folder = Path.Combine(world.Options.GroupsFolder, "new-folder");
        Assert.False(Directory.Exists(folder));
        world.Worker.Answer = _ => [];

        await world.SayAsync(World.Main, $"yes {id}");
        await world.SettleAsync();

        Assert.True(Directory.Exists(folder));
        Assert.NotNull(await world.Store.Groups.FindAsync("new@fake", Token));
    }

    [Fact]
    public async Task Of_several_things_that_were_decided_the_agent_is_told_each_and_each_once()
    {
        await using var world = await World.CreateAsync();
        await ActAsync(world, World.Main, "send_message", SendToFamily);
        await ActAsync(world, World.Main, "send_message", SendToFamily);
        var ids = (await world.Store.Effects.ListOpenAsync(Token)).Select(held => held.Id).ToList();
        world.Worker.Answer = _ => [];
        await world.SayAsync(World.Main, "yes 9Z9Z9Z");
        await world.SayAsync(World.Main, "no 9Z9Z9Z");
        await world.SettleAsync();
        Assert.Equal(2, world.Channel.TextsTo(World.Main).Count(text => text == $"Nothing waits as 9Z9Z9Z. What waits: {ids[0]}, {ids[1]}."));

        await world.SayAsync(World.Main, $"no {ids[0]}");
        await world.SayAsync(World.Main, $"no {ids[1]}");
        foreach (var times in new[] { 2, 0 })
        {
            await world.SayAsync(World.Main, "and?");
            await world.SettleAsync();
            await world.Assistant.LookThroughAsync(Token);
            Assert.Equal(times, world.Worker.Executed.Last().Prompt.Split("a person said no, and it is not done").Length - 1);
        }
    }

    [Fact]
    public async Task Where_no_rule_fits_a_person_is_asked_and_the_audit_says_why()
    {
        await using var world = await World.CreateAsync();
        await world.RuleAsync("rules: [{ effect: pause_task, decision: allow }]");

        await ActAsync(world, World.Family, "send_message", """{"text":"hi"}""");

        await AssertHeldAsync(world);
        Assert.Matches("^no rule of .*rules.yaml fits$", Assert.Single(await world.Store.Effects.ListAsync(new EffectFilter(), Token)).Reason);
    }
}
