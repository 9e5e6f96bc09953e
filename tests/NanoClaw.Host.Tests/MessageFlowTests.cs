using System.Text.Json;
using NanoClaw.Agents;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests;

public sealed class MessageFlowTests
{
    [Fact]
    public async Task A_message_is_answered_at_once_without_a_poll()
    {
        await using var world = await World.CreateAsync();

        await world.SayAsync(World.Main);
        await World.UntilAsync(() => !world.Channel.Sent.IsEmpty);

        Assert.Equal(["answer to #1"], world.Channel.TextsTo(World.Main));
        Assert.Equal([(World.Main, true), (World.Main, false)], world.Channel.Typing);
    }

    [Fact]
    [Trait("v1", "triggers")]
    public async Task Messages_without_a_call_wait_as_context_for_the_one_that_calls()
    {
        await using var world = await World.CreateAsync();
        await world.SayAsync(World.Quiet);
        await world.SayAsync(World.Quiet);
        await world.SettleAsync();
        Assert.Empty(world.Worker.Executed);

        await world.SayAsync(World.Quiet, "@andy what about #3");
        await world.SettleAsync();

        Assert.Equal(["answer to #1 #2 #3"], world.Channel.TextsTo(World.Quiet));
    }

    [Fact]
    [Trait("v1", "faults")]
    public async Task Messages_that_arrive_during_a_run_become_the_next_prompt()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Gate = new TaskCompletionSource();
        await world.SayAsync(World.Main);
        await World.UntilAsync(() => !world.Worker.Executed.IsEmpty);
        await world.SayAsync(World.Main);
        await world.SayAsync(World.Main);

        world.Worker.Gate.SetResult();
        await world.SettleAsync();

        Assert.Equal(["answer to #1", "answer to #2 #3"], world.Channel.TextsTo(World.Main));
    }

    [Fact]
    [Trait("v1", "formatting")]
    public async Task More_than_ten_messages_are_given_in_prompts_of_ten_in_order()
    {
        await using var world = await World.CreateAsync();
        await world.Store.Messages.AddAsync([.. Enumerable.Range(0, 23).Select(_ => world.NewMessage(World.Family))], TestContext.Current.CancellationToken);

        await world.Assistant.LookThroughAsync(TestContext.Current.CancellationToken);
        await world.SettleAsync();

        Assert.Equal([10, 10, 3], world.Worker.Executed.Select(request => FakeWorker.Numbers(request.Prompt).Count()));
        Assert.Equal(Enumerable.Range(1, 23).Select(number => $"#{number}"), world.Channel.TextsTo(World.Family).SelectMany(FakeWorker.Numbers));
    }

    [Fact]
    [Trait("v1", "formatting")]
    public async Task Internal_text_is_not_sent_and_a_long_answer_is_split()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Answer = _ => [new AgentEvent.Output("<internal>secret</internal>"), new AgentEvent.Output(new string('a', 999) + " " + new string('b', 10))];

        await world.SayAsync(World.Main);
        await world.SettleAsync();

        Assert.Equal([999, 10], world.Channel.TextsTo(World.Main).Select(text => text.Length));
    }

    [Fact]
    [Trait("v1", "routing")]
    public async Task The_session_of_a_run_goes_on_with_the_next()
    {
        await using var world = await World.CreateAsync();
        await world.SayAsync(World.Main);
        await world.SettleAsync();
        await world.SayAsync(World.Main);
        await world.SettleAsync();

        var requests = world.Worker.Executed.ToArray();
        Assert.Null(requests[0].SessionId);
        Assert.StartsWith("session-", requests[1].SessionId, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("v1", "faults")]
    public async Task A_session_that_is_gone_is_forgotten_and_the_message_answered_in_a_new_one()
    {
        await using var world = await World.CreateAsync();
        await world.Store.Sessions.SetAsync("main", "old", TestContext.Current.CancellationToken);
        world.Worker.Faults.Enqueue(new Fault(FaultKind.Refused, Code: AgentErrorCodes.SessionUnknown));

        await world.SayAsync(World.Main);
        await World.UntilAsync(() => !world.Channel.Sent.IsEmpty);

        Assert.Null(Assert.Single(world.Worker.Executed).SessionId);
    }

    [Fact]
    public async Task A_cut_stream_goes_on_where_it_was_cut_and_nothing_is_run_or_sent_twice()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Answer = _ => [new AgentEvent.Output("one"), new AgentEvent.Output("two")];
        world.Worker.Faults.Enqueue(new Fault(FaultKind.Cut, After: 2));

        await world.SayAsync(World.Main);
        await world.SettleAsync();

        Assert.Equal(["one", "two"], world.Channel.TextsTo(World.Main));
        Assert.Single(world.Worker.Executed);
        Assert.Equal([null, 2L], world.Worker.Calls.Select(call => call.LastEventId));
    }

    [Fact]
    public async Task After_a_restart_the_run_is_resumed_with_its_id_and_body()
    {
        await using var world = await World.CreateAsync();
        await world.Store.Tasks.AddAsync(NewTask(world), TestContext.Current.CancellationToken);
        world.Worker.Gate = new TaskCompletionSource();
        await world.SayAsync(World.Main);
        await World.UntilAsync(() => !world.Worker.Executed.IsEmpty);

        var restart = world.RestartAsync();
        await restart;
        world.Worker.Gate.SetResult();
        await world.SettleAsync();

        Assert.Equal(["answer to #1"], world.Channel.TextsTo(World.Main));
        Assert.Single(world.Worker.Executed);
        Assert.Single(world.Worker.Calls.Select(call => call.RunId).Distinct());
    }

    [Fact]
    [Trait("v1", "cursors")]
    public async Task Messages_stored_while_nothing_ran_are_answered_at_the_next_start()
    {
        await using var world = await World.CreateAsync();
        await world.Store.Messages.AddAsync(world.NewMessage(World.Family), TestContext.Current.CancellationToken);

        await world.RestartAsync();
        await world.SettleAsync();

        Assert.Equal(["answer to #1"], world.Channel.TextsTo(World.Family));
    }

    [Fact]
    [Trait("v1", "cursors")]
    public async Task A_failed_run_gives_its_messages_back_and_another_answers_them()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Faults.Enqueue(new Fault(FaultKind.Fails));

        await world.SayAsync(World.Main);
        await world.SettleAsync();

        Assert.Equal(["answer to #1"], world.Channel.TextsTo(World.Main));
        Assert.Equal(2, world.Worker.Executed.Count);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(0, false)]
    public async Task The_run_after_one_that_failed_is_told_that_what_it_did_stays_done(int actions, bool isTold)
    {
        await using var world = await World.CreateAsync();
        world.Worker.Answer = _ => [Schedule(), new AgentEvent.Output("done")];
        world.Worker.Faults.Enqueue(new Fault(FaultKind.Fails, After: actions));

        await world.SayAsync(World.Main);
        await world.RestartAsync();
        await world.SettleAsync();
        await world.SayAsync(World.Main);
        await world.SettleAsync();

        Assert.Equal([false, isTold, false], world.Worker.Executed.Select(run => run.Prompt.Contains("earlier attempt", StringComparison.Ordinal)));

        static AgentEvent.ActionRequested Schedule() => new(
            "a1", "schedule_task", JsonDocument.Parse("""{"prompt":"p","scheduleType":"cron","scheduleValue":"0 9 * * *"}""").RootElement);
    }

    [Fact]
    [Trait("v1", "faults")]
    public async Task When_the_retries_are_used_up_the_user_is_told_once_and_the_next_message_is_answered()
    {
        await using var world = await World.CreateAsync();
        for (var call = 0; call < 6; call++)
        {
            world.Worker.Faults.Enqueue(new Fault(FaultKind.Fails));
        }

        await world.SayAsync(World.Main);
        await world.SettleAsync();
        await world.SayAsync(World.Main);
        await world.SettleAsync();

        Assert.Equal(
            ["I could not answer your last message (internal). I have tried several times. Please send it again later.", "answer to #2"],
            world.Channel.TextsTo(World.Main));
    }

    [Fact]
    public async Task What_keeps_a_run_from_beginning_is_told_once_and_the_messages_are_answered_when_it_is_mended()
    {
        await using var world = await World.CreateAsync();
        var folder = Directory.CreateDirectory(Path.Combine(world.Options.GroupsFolder, "main"));
        await using (new FileStream(Path.Combine(folder.FullName, "CLAUDE.md"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None))
        {
            await world.SayAsync(World.Main);
            await Eventually.TrueAsync(() =>
            {
                world.Time.Advance(TimeSpan.FromSeconds(10));
                return world.Log.Lines.Count(line => line.Contains("The work of main@fake failed", StringComparison.Ordinal)) > 12;
            });
            Assert.Contains("something is wrong where I run", Assert.Single(world.Channel.TextsTo(World.Main)), StringComparison.Ordinal);
        }

        await world.SettleAsync();

        Assert.Equal("answer to #1", world.Channel.TextsTo(World.Main).Last());
        Assert.Single(world.Worker.Executed);
    }

    [Fact]
    public async Task When_the_agent_cannot_be_reached_the_user_is_told_and_a_restart_does_not_try_again()
    {
        await using var world = await World.CreateAsync();
        for (var call = 0; call < 6; call++)
        {
            world.Worker.Faults.Enqueue(new Fault(FaultKind.Unreachable));
        }

        await world.SayAsync(World.Main);
        await world.SettleAsync();
        await world.RestartAsync();
        await world.SettleAsync();

        Assert.Contains("(connection_failed)", Assert.Single(world.Channel.TextsTo(World.Main)), StringComparison.Ordinal);
        Assert.Empty(world.Worker.Executed);
    }

    [Fact]
    public async Task When_the_agent_takes_no_runs_for_hours_the_user_is_told_once_and_answered_then()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Faults.Enqueue(new Fault(FaultKind.Capped, 5));
        world.Worker.Faults.Enqueue(new Fault(FaultKind.Capped, 5));
        await world.SayAsync(World.Main);
        await World.UntilAsync(() => world.Assistant.Queue.Depth is { Running: 0, BackingOff: 1 });
        await world.RestartAsync();
        await World.UntilAsync(() => world.Assistant.Queue.Depth is { Running: 0, BackingOff: 1 } && !world.Channel.Sent.IsEmpty);
        world.Time.Advance(TimeSpan.FromHours(5));
        await world.SettleAsync();

        Assert.Equal(
            ["I cannot answer before 2026-07-01 19:00 (run_cap_reached). Your message is kept, and answered then.", "answer to #1"],
            world.Channel.TextsTo(World.Main));
    }

    [Fact]
    public async Task A_typing_sign_that_never_comes_back_holds_up_neither_the_answer_nor_the_next()
    {
        await using var world = await World.CreateAsync();
        world.Channel.TypingGate = new TaskCompletionSource();

        await world.SayAsync(World.Main);
        await World.UntilAsync(() =>
        {
            world.Time.Advance(TimeSpan.FromSeconds(1));
            return world.Channel.TextsTo(World.Main).Any() && world.Assistant.Queue.Depth.Running == 0;
        });

        Assert.Equal(["answer to #1"], world.Channel.TextsTo(World.Main));
    }

    [Fact]
    public async Task A_request_that_is_refused_as_it_is_is_not_tried_again()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Faults.Enqueue(new Fault(FaultKind.Refused, Code: AgentErrorCodes.BodyTooLarge));

        await world.SayAsync(World.Main);
        await world.SettleAsync();

        Assert.Contains("(body_too_large)", Assert.Single(world.Channel.TextsTo(World.Main)), StringComparison.Ordinal);
        Assert.Single(world.Worker.Calls);
    }

    [Theory]
    [InlineData(0, 1)] // before it gave anything the run is forgotten by the Worker: the same one tries again
    [InlineData(2, 2)] // after that its failure is kept: another has to be run
    public async Task A_model_that_fails_for_now_is_asked_again(int eventsBefore, int runs)
    {
        await using var world = await World.CreateAsync();
        world.Worker.Answer = _ => [new AgentEvent.Delta("an"), new AgentEvent.Output("answer")];
        world.Worker.Faults.Enqueue(eventsBefore == 0
            ? new Fault(FaultKind.Refused, Code: AgentErrorCodes.ModelOverloaded)
            : new Fault(FaultKind.Cut, eventsBefore, AgentErrorCodes.ModelOverloaded));

        await world.SayAsync(World.Main);
        await world.SettleAsync();

        Assert.Equal(["answer"], world.Channel.TextsTo(World.Main));
        Assert.Equal(runs, world.Worker.Calls.Select(call => call.RunId).Distinct().Count());
    }

    [Fact]
    public async Task A_call_after_a_great_deal_of_talk_is_found_with_the_nine_messages_before_it()
    {
        await using var world = await World.CreateAsync();
        await world.Store.Messages.AddAsync([.. Enumerable.Range(0, 2500).Select(_ => world.NewMessage(World.Quiet))], TestContext.Current.CancellationToken);

        await world.SayAsync(World.Quiet, "@Andy #2501");
        await world.SettleAsync();

        Assert.Equal(Enumerable.Range(2492, 10).Select(number => $"#{number}"), world.Channel.TextsTo(World.Quiet).SelectMany(FakeWorker.Numbers));
    }

    [Fact]
    [Trait("v1", "allowlist")]
    public async Task Messages_of_a_sender_who_may_not_call_are_context_and_no_call()
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, """{"default":{"allow":["bob@fake"],"mode":"trigger"}}""", TestContext.Current.CancellationToken);
        await using var world = await World.CreateAsync(options => options with { SenderAllowlistPath = path });
        await world.SayAsync(World.Quiet, "@Andy #1");
        await world.SettleAsync();
        Assert.Empty(world.Worker.Executed);

        await world.Assistant.Inbox.ReceiveAsync(world.NewMessage(World.Quiet, "@Andy #2") with { Sender = "bob@fake" }, TestContext.Current.CancellationToken);
        await world.SettleAsync();

        Assert.Equal(["answer to #1 #2"], world.Channel.TextsTo(World.Quiet));
        File.Delete(path);
    }

    [Fact]
    public async Task A_failing_channel_is_tried_again_and_keeps_the_order()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Answer = _ => [new AgentEvent.Output("one"), new AgentEvent.Output("two")];
        world.Channel.Failures.Enqueue(false);
        world.Channel.Failures.Enqueue(true);

        await world.SayAsync(World.Main);
        await world.SettleAsync();

        Assert.Equal(["one", "two"], world.Channel.TextsTo(World.Main));
    }

    [Fact]
    public async Task A_channel_that_has_its_connection_back_is_not_kept_waiting()
    {
        await using var world = await World.CreateAsync();
        world.Channel.Status = new(ChannelState.Reconnecting);
        world.Channel.OnCall = () =>
        {
            if (world.Channel.Status.State is not ChannelState.Connected)
            {
                throw new IOException("offline");
            }
        };
        await world.SayAsync(World.Main);
        await PassAsync(() => world.Log.All.Contains("again in 00:01:00", StringComparison.Ordinal), seconds: 600);

        world.Channel.Status = new(ChannelState.Connected);
        await PassAsync(() => world.Channel.TextsTo(World.Main).Any(), seconds: 20);

        Assert.Single(world.Channel.TextsTo(World.Main));

        async Task PassAsync(Func<bool> condition, int seconds)
        {
            for (var tick = 0; tick < seconds && !condition(); tick++)
            {
                world.Time.Advance(TimeSpan.FromSeconds(1));
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
        }
    }

    [Fact]
    public async Task A_text_that_is_refused_for_good_is_dropped_and_holds_up_nothing()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Answer = _ => [new AgentEvent.Output("one"), new AgentEvent.Output("two")];
        world.Channel.Refuses = message => message.Text == "one";

        await world.SayAsync(World.Main);
        await world.SettleAsync();

        Assert.Equal(["two"], world.Channel.TextsTo(World.Main));
        Assert.Equal("blocked", Assert.Single(await world.Store.Outbox.ListRefusedAsync(5, TestContext.Current.CancellationToken)).Reason);
    }

    [Fact]
    public async Task Of_texts_that_a_chat_refuses_the_main_group_is_told_once_a_day()
    {
        await using var world = await World.CreateAsync();
        world.Channel.Refuses = message => message.ChatJid == World.Family;
        await world.SayAsync(World.Family);
        await world.SayAsync(World.Family);
        await world.SettleAsync();
        Assert.Equal(
            ["A message of mine to family was refused for good: blocked. I do not send it again; nanoclaw status lists what was refused."],
            world.Channel.TextsTo(World.Main));

        world.Time.Advance(TimeSpan.FromDays(1));
        await world.SayAsync(World.Family);
        await world.SettleAsync();

        Assert.Equal(2, world.Channel.TextsTo(World.Main).Count());
    }

    [Fact]
    public async Task A_refusal_of_the_main_group_itself_is_told_nobody()
    {
        await using var world = await World.CreateAsync();
        world.Channel.Refuses = _ => true;

        await world.SayAsync(World.Main);
        await world.SettleAsync();

        Assert.Single(await world.Store.Outbox.ListRefusedAsync(5, TestContext.Current.CancellationToken));
    }

    [Fact]
    [Trait("v1", "routing")]
    public async Task Nothing_is_kept_of_what_is_said_in_a_chat_that_is_no_group()
    {
        await using var world = await World.CreateAsync();

        await world.SayAsync("private@fake", "@Andy the secret");
        await world.Store.Groups.PutAsync(
            new RegisteredGroup { Jid = "private@fake", Name = "p", Folder = "private", Trigger = "@Andy", AddedAt = world.Time.GetUtcNow(), RequiresTrigger = false },
            TestContext.Current.CancellationToken);
        await world.SayAsync("private@fake", "hello");
        await world.SettleAsync();

        Assert.DoesNotContain("secret", Assert.Single(world.Worker.Executed).Prompt, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("v1", "cursors")]
    public async Task A_run_that_fails_after_its_text_is_in_the_chat_is_not_run_again_and_the_user_is_told()
    {
        await using var world = await World.CreateAsync();
        world.Worker.Faults.Enqueue(new Fault(FaultKind.Cut, 2, AgentErrorCodes.TurnTimeout));

        await world.SayAsync(World.Main);
        await world.SettleAsync();
        await world.RestartAsync();
        await world.SettleAsync();

        Assert.Equal(
            ["answer to #1", "I was cut off after that (turn_timeout). If something is missing, please ask for it again."],
            world.Channel.TextsTo(World.Main));
        Assert.Single(world.Worker.Executed);
    }

    [Fact]
    [Trait("v1", "faults")]
    public async Task A_failed_run_hands_out_no_session()
    {
        await using var world = await World.CreateAsync();
        await world.Store.Sessions.SetAsync("main", "known", TestContext.Current.CancellationToken);
        world.Worker.Faults.Enqueue(new Fault(FaultKind.Fails));

        await world.SayAsync(World.Main);
        await world.SettleAsync();

        Assert.Equal(["known", "known"], world.Worker.Executed.Select(request => request.SessionId));
        Assert.Equal("known", await world.Store.Sessions.FindAsync("main", TestContext.Current.CancellationToken));
    }

    [Fact]
    [Trait("v1", "routing")]
    public async Task Each_answer_goes_by_the_channel_that_its_chat_belongs_to()
    {
        await using var world = await World.CreateAsync();
        await world.Assistant.DisposeAsync();
        var other = new FakeChannel { Suffix = "@other" };
        await world.Store.Groups.PutAsync(
            new RegisteredGroup { Jid = "far@other", Name = "far", Folder = "far", Trigger = "@Andy", AddedAt = DateTimeOffset.UnixEpoch, RequiresTrigger = false },
            TestContext.Current.CancellationToken);
        await world.Store.Messages.AddAsync([world.NewMessage("far@other"), world.NewMessage(World.Main)], TestContext.Current.CancellationToken);

        await using (var assistant = new Assistant(world.Store, world.Worker, [world.Channel, other], world.Options, world.Time, world.Log))
        {
            await assistant.StartAsync(TestContext.Current.CancellationToken);
            await World.UntilAsync(() => !other.Sent.IsEmpty && !world.Channel.Sent.IsEmpty);
        }

        Assert.Equal(["answer to #1"], other.TextsTo("far@other"));
        Assert.Equal(["answer to #2"], world.Channel.Sent.Select(message => message.Text));
    }

    [Fact]
    [Trait("v1", "allowlist")]
    public async Task A_message_that_the_allowlist_drops_is_not_stored()
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, """{"default":{"allow":["bob@fake"],"mode":"drop"}}""", TestContext.Current.CancellationToken);
        await using var world = await World.CreateAsync(options => options with { SenderAllowlistPath = path });

        await world.SayAsync(World.Family);
        await world.SettleAsync();

        Assert.Empty(await world.Store.Messages.ReadHistoryAsync(World.Family, 10, TestContext.Current.CancellationToken));
        Assert.Empty(world.Worker.Executed);
        File.Delete(path);
    }

    [Fact]
    [Trait("v1", "group folders")]
    public async Task A_group_whose_folder_breaks_the_rule_is_not_run()
    {
        await using var world = await World.CreateAsync();
        await world.Store.Groups.PutAsync(
            new RegisteredGroup { Jid = "bad@fake", Name = "bad", Folder = "../bad", Trigger = "@Andy", AddedAt = DateTimeOffset.UnixEpoch, RequiresTrigger = false },
            TestContext.Current.CancellationToken);

        await world.SayAsync("bad@fake");
        await world.SettleAsync();

        Assert.Empty(world.Worker.Executed);
    }

    [Fact]
    [Trait("v1", "faults")]
    public async Task A_person_who_writes_the_assistants_name_and_a_colon_is_answered()
    {
        await using var world = await World.CreateAsync();

        await world.SayAsync(World.Family, "andy: are you there? #1");
        await world.SettleAsync();

        Assert.Equal(["answer to #1"], world.Channel.TextsTo(World.Family));
    }

    [Fact]
    [Trait("v1", "memory")]
    public async Task The_groups_memory_and_the_global_one_travel_and_main_has_its_own_alone()
    {
        await using var world = await World.CreateAsync();
        foreach (var (folder, text) in new[] { ("global", "all"), ("family", "ours"), ("main", "mine") })
        {
            Directory.CreateDirectory(Path.Combine(world.Options.GroupsFolder, folder));
            await File.WriteAllTextAsync(Path.Combine(world.Options.GroupsFolder, folder, "CLAUDE.md"), text, TestContext.Current.CancellationToken);
        }

        await world.SayAsync(World.Family);
        await world.SettleAsync();
        await world.SayAsync(World.Main);
        await world.SettleAsync();

        Assert.Equal(["all\n\nours", "mine"], world.Worker.Executed.Select(request => request.Metadata!.Memory));
    }

    private static ScheduledTask NewTask(World world) => new()
    {
        Id = "t",
        GroupFolder = "main",
        ChatJid = World.Main,
        Prompt = "p",
        ScheduleType = ScheduleType.Once,
        ScheduleValue = "2027-01-01T00:00:00Z",
        NextRun = world.Time.GetUtcNow().AddDays(90).AddTicks(7),
        CreatedAt = world.Time.GetUtcNow(),
    };
}
