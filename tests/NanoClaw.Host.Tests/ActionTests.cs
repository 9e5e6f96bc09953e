using System.Text.Json;
using NanoClaw.Agents;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests;

/// <summary>The table of who may do what, through whole runs.</summary>
[Trait("v1", "authorisation")]
public sealed class ActionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(World.Main, World.Family, true)]
    [InlineData(World.Family, World.Family, true)]
    [InlineData(World.Family, World.Main, false)]
    public async Task Send_message_main_to_any_chat_others_to_their_own(string actor, string target, bool may)
    {
        await using var world = await World.CreateAllowingAsync();

        await ActAsync(world, actor, "send_message", $$"""{"text":"hi <internal>x</internal>","chatJid":"{{target}}"}""");

        Assert.Equal(may, world.Channel.TextsTo(target).Contains("hi"));
        await AssertToldAsync(world, actor, refused: !may);
    }

    [Theory]
    [InlineData(World.Main, "family", true)]
    [InlineData(World.Main, "nobody", false)]
    [InlineData(World.Family, "family", true)]
    [InlineData(World.Family, "main", false)]
    public async Task Schedule_task_main_for_any_group_others_for_their_own(string actor, string folder, bool may)
    {
        await using var world = await World.CreateAllowingAsync();

        await ActAsync(
            world,
            actor,
            "schedule_task",
            $$"""{"prompt":"p","scheduleType":"cron","scheduleValue":"0 9 * * *","contextMode":"group","targetGroupFolder":"{{folder}}"}"""
        );

        var tasks = await world.Store.Tasks.ListAsync(cancellationToken: Token);
        Assert.Equal(may ? [folder] : [], tasks.Select(task => task.GroupFolder));
        Assert.All(tasks, task => Assert.Equal((folder + "@fake", ContextMode.Group), (task.ChatJid, task.ContextMode)));
        await AssertToldAsync(world, actor, refused: !may);
    }

    [Theory]
    [InlineData("pause_task", World.Family, true)]
    [InlineData("pause_task", World.Main, true)]
    [InlineData("pause_task", World.Quiet, false)]
    [InlineData("cancel_task", World.Family, true)]
    [InlineData("cancel_task", World.Quiet, false)]
    [InlineData("resume_task", World.Quiet, false)]
    [InlineData("update_task", World.Quiet, false)]
    [InlineData("update_task", World.Main, true)]
    public async Task Tasks_are_changed_by_main_and_by_their_own_group(string action, string actor, bool may)
    {
        await using var world = await World.CreateAllowingAsync();
        var before = ScheduleTests.NewTask("t", ScheduleType.Cron, "0 9 * * *") with { NextRun = world.Time.GetUtcNow().AddDays(1) };
        await world.Store.Tasks.AddAsync(before, Token);

        await ActAsync(world, actor, action, """{"taskId":"t","prompt":"other"}""");

        Assert.Equal(may, before != await world.Store.Tasks.FindAsync("t", Token));
        await AssertToldAsync(world, actor, refused: !may);
    }

    [Theory]
    [InlineData(World.Main, "new-folder", true)]
    [InlineData(World.Main, "../etc", false)]
    [InlineData(World.Main, "global", false)]
    [InlineData(World.Main, "family", false)] // another group's
    [InlineData(World.Family, "new-folder", false)]
    public async Task Register_group_main_only_with_a_folder_of_its_own(string actor, string folder, bool may)
    {
        await using var world = await World.CreateAllowingAsync();

        await ActAsync(world, actor, "register_group", $$"""{"jid":"new@fake","name":"New","folder":"{{folder}}","isMain":true}""");

        var group = await world.Store.Groups.FindAsync("new@fake", Token);
        Assert.Equal(may, group is not null);
        Assert.False(group?.IsMain ?? false);
        Assert.Equal(may, may && Directory.Exists(Path.Combine(world.Options.GroupsFolder, folder)));
        await AssertToldAsync(world, actor, refused: !may);
    }

    [Theory, InlineData(World.Main, true), InlineData(World.Family, false)]
    public async Task Refresh_groups_main_only(string actor, bool may)
    {
        await using var world = await World.CreateAllowingAsync();

        await ActAsync(world, actor, "refresh_groups", "{}");

        Assert.Equal(may, (await world.Store.Chats.ListAsync(Token)).Any(chat => chat.Jid == "new@fake"));
        Assert.Equal(may, await world.Store.Chats.GetLastGroupSyncAsync(Token) is not null);
    }

    [Theory]
    [InlineData("send_message", "{}", "text is missing")]
    [InlineData("send_message", """{"text":5}""", "text must be a string")]
    [InlineData("schedule_task", """{"prompt":"p","scheduleType":"cron","scheduleValue":"often"}""", "five fields")]
    [InlineData("schedule_task", """{"prompt":"p","scheduleType":"interval","scheduleValue":"5"}""", "from 60000 to")]
    [InlineData("schedule_task", """{"prompt":"p","scheduleType":"yearly","scheduleValue":"5"}""", "cron, interval or once")]
    [InlineData("schedule_task", """{"prompt":"p","scheduleType":"once","scheduleValue":"0001-01-01T00:00:00"}""", "not an ISO 8601 time")]
    [InlineData("schedule_task", """{"prompt":"half a smile \ud83d","scheduleType":"interval","scheduleValue":"60000"}""", "half of a character")]
    [InlineData("cancel_task", """{"taskId":"unknown"}""", "no task unknown")]
    [InlineData("register_group", """{"jid":"new@fake","name":"New","folder":"taken"}""", "the folder taken cannot be made")]
    [InlineData("format_disk", "{}", "no such action")]
    public async Task What_makes_no_sense_is_refused_with_its_reason_and_harms_nothing(string action, string arguments, string reason)
    {
        await using var world = await World.CreateAllowingAsync();
        Directory.CreateDirectory(world.Options.GroupsFolder);
        await File.WriteAllTextAsync(Path.Combine(world.Options.GroupsFolder, "taken"), "a file", Token);

        await ActAsync(world, World.Main, action, arguments);

        Assert.Empty(await world.Store.Tasks.ListAsync(cancellationToken: Token));
        await AssertToldAsync(world, World.Main, refused: true, reason);
    }

    /// <summary>The examples of tests/contract, to which the Worker's tools are held too.</summary>
    public static TheoryData<string, string> AskedByTools()
    {
        using var golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "tools", "tools.json")));
        return
        [
            .. golden
                .RootElement.EnumerateArray()
                .Where(it => it.GetProperty("action").ValueKind is JsonValueKind.Object)
                .Select(it => (it.GetProperty("tool").GetString()!, it.GetProperty("action").GetRawText())),
        ];
    }

    [Theory]
    [MemberData(nameof(AskedByTools))]
    public async Task What_the_Worker_s_tools_ask_for_is_known_and_done(string action, string arguments)
    {
        await using var world = await World.CreateAllowingAsync();
        await world.Store.Tasks.AddAsync(
            ScheduleTests.NewTask("task-1", ScheduleType.Cron, "0 9 * * *") with
            {
                NextRun = world.Time.GetUtcNow().AddDays(1),
            },
            Token
        );
        var here =
            action == "register_group"
                ? arguments.Replace("456@g.us", "new@fake", StringComparison.Ordinal)
                : arguments.Replace("456@g.us", World.Family, StringComparison.Ordinal).Replace("\"work\"", "\"family\"", StringComparison.Ordinal);

        await ActAsync(world, World.Main, action, here);

        await AssertToldAsync(world, World.Main, refused: false);
    }

    [Fact]
    public async Task What_an_update_leaves_blank_stays_as_it_was()
    {
        await using var world = await World.CreateAllowingAsync();
        var task = ScheduleTests.NewTask("t", ScheduleType.Cron, "0 9 * * *") with { NextRun = world.Time.GetUtcNow().AddDays(1) };
        await world.Store.Tasks.AddAsync(task, Token);

        await ActAsync(world, World.Family, "update_task", """{"taskId":"t","prompt":"","scheduleType":"","scheduleValue":" "}""");

        Assert.Equal(task, await world.Store.Tasks.FindAsync("t", Token));
        await AssertToldAsync(world, World.Family, refused: false);
    }

    [Fact]
    public async Task What_was_written_before_a_chat_was_registered_is_not_answered()
    {
        await using var world = await World.CreateAllowingAsync();
        await world.SayAsync("new@fake", "@Andy how was last year?");

        await ActAsync(world, World.Main, "register_group", """{"jid":"new@fake","name":"New","folder":"new"}""");
        await world.Assistant.LookThroughAsync(Token);
        await world.SettleAsync();
        Assert.Empty(world.Channel.TextsTo("new@fake"));
        await world.SayAsync("new@fake", "@Andy hello");
        await world.SettleAsync();

        Assert.Single(world.Channel.TextsTo("new@fake"));
        Assert.DoesNotContain("last year", world.Worker.Executed.Last().Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_channel_that_cannot_list_its_chats_does_not_hold_up_the_run()
    {
        await using var world = await World.CreateAllowingAsync();
        world.Channel.Lists = () => throw new IOException("down");

        await ActAsync(world, World.Main, "refresh_groups", "{}");

        await AssertToldAsync(world, World.Main, refused: true, "the chats of fake cannot be listed now");
    }

    [Fact]
    public async Task An_action_of_a_stream_that_was_cut_right_after_it_is_done_once()
    {
        await using var world = await World.CreateAllowingAsync();
        world.Worker.Faults.Enqueue(new Fault(FaultKind.Cut, After: 2));

        await ActAsync(world, World.Main, "schedule_task", """{"prompt":"p","scheduleType":"interval","scheduleValue":"60000"}""");

        Assert.Single(await world.Store.Tasks.ListAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task Main_sees_every_task_and_chat_and_another_group_its_own_tasks_only()
    {
        await using var world = await World.CreateAllowingAsync();
        await world.Store.Tasks.AddAsync(ScheduleTests.NewTask("t1", ScheduleType.Cron, "0 9 * * *"), Token);
        await world.Store.Tasks.AddAsync(ScheduleTests.NewTask("t2", ScheduleType.Cron, "0 9 * * *") with { GroupFolder = "quiet" }, Token);

        await world.SayAsync(World.Main);
        await world.SettleAsync();
        await world.SayAsync(World.Family);
        await world.SettleAsync();

        var seen = world.Worker.Executed.Select(request => request.Metadata!).ToArray();
        Assert.Equal(["t1", "t2"], seen[0].Tasks!.Select(task => task.Id).Order());
        Assert.Contains(seen[0].Groups!, group => group is { Jid: World.Main, Folder: "main" });
        Assert.Equal(["t1"], seen[1].Tasks!.Select(task => task.Id));
        Assert.Null(seen[1].Groups);
    }

    [Fact]
    public async Task A_refusal_that_a_failing_run_was_told_is_told_to_the_one_in_its_place()
    {
        await using var world = await World.CreateAllowingAsync();
        await ActAsync(world, World.Family, "refresh_groups", "{}");
        world.Worker.Faults.Enqueue(new Fault(FaultKind.Fails));

        await AssertToldAsync(world, World.Family, refused: true);
    }

    private static async Task ActAsync(World world, string actor, string name, string arguments)
    {
        using var parsed = JsonDocument.Parse(arguments);
        var element = parsed.RootElement.Clone();
        world.Worker.Answer = _ => [new AgentEvent.ActionRequested("a1", name, element), new AgentEvent.Output("done")];
        await world.SayAsync(actor, "@Andy do it");
        await world.SettleAsync();
        Assert.Contains("done", world.Channel.TextsTo(actor));
    }

    /// <summary>The agent's next run is told of a refusal, and the one after it not again.</summary>
    private static async Task AssertToldAsync(World world, string actor, bool refused, string reason = "")
    {
        world.Worker.Answer = _ => [];
        for (var run = 0; run < 2; run++)
        {
            await world.SayAsync(actor, "@Andy and now?");
            await world.SettleAsync();
        }

        var prompts = world.Worker.Executed.TakeLast(2).Select(request => request.Prompt).ToArray();
        Assert.Equal(refused, prompts[0].Contains("was refused: ", StringComparison.Ordinal));
        Assert.Contains(reason, prompts[0], StringComparison.Ordinal);
        Assert.DoesNotContain("was refused: ", prompts[1], StringComparison.Ordinal);
    }
}
