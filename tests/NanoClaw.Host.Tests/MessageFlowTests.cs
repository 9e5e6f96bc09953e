using NanoClaw.Agents;
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
        // The text goes out while its run is still being ended.
        await World.UntilAsync(() => !world.Channel.Sent.IsEmpty && world.Channel.Typing.Count == 2);

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

    [Theory]
    [InlineData("hey bot")]
    [InlineData("!")]
    public async Task A_mention_of_the_assistants_account_calls_in_a_group_with_a_trigger_of_its_own(string trigger)
    {
        await using var world = await World.CreateAsync();
        var group = (await world.Store.Groups.FindAsync(World.Quiet, TestContext.Current.CancellationToken))!;
        await world.Store.Groups.PutAsync(group with { Trigger = trigger }, TestContext.Current.CancellationToken);
        await world.SayAsync(World.Quiet, "@Andy #1");
        await world.SettleAsync();
        Assert.Empty(world.Worker.Executed);

        await world.Assistant.Inbox.ReceiveAsync(
            world.NewMessage(World.Quiet, "@Andy @andy_bot #2") with
            {
                MentionsAssistant = true,
            },
            TestContext.Current.CancellationToken
        );
        await world.SettleAsync();

        Assert.Equal(["answer to #1 #2"], world.Channel.TextsTo(World.Quiet));
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
        world.Worker.Answer = _ =>
            [new AgentEvent.Output("<internal>secret</internal>"), new AgentEvent.Output(new string('a', 999) + " " + new string('b', 10))];

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

    /// <summary>A thousand are looked through at once; what no prompt could hold any more is not looked through again.</summary>
    [Theory]
    [InlineData(2500)]
    [InlineData(1000)]
    [InlineData(1003)]
    public async Task A_call_after_a_great_deal_of_talk_is_found_with_the_nine_messages_before_it(int talk)
    {
        await using var world = await World.CreateAsync();
        await world.Store.Messages.AddAsync([.. Enumerable.Range(0, talk).Select(_ => world.NewMessage(World.Quiet))], TestContext.Current.CancellationToken);
        await world.Assistant.LookThroughAsync(TestContext.Current.CancellationToken);
        await world.SettleAsync();
        var before = await world.Store.Cursors.GetAgentAsync(World.Quiet, TestContext.Current.CancellationToken);
        Assert.InRange((await world.Store.Messages.ReadSinceAsync(World.Quiet, before, talk, TestContext.Current.CancellationToken)).Count, 10, 999);

        await world.SayAsync(World.Quiet, "@Andy #0");
        await world.SettleAsync();

        Assert.Equal(
            [.. Enumerable.Range(talk - 8, 9).Select(number => $"#{number}"), "#0"],
            world.Channel.TextsTo(World.Quiet).SelectMany(FakeWorker.Numbers)
        );
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
    [Trait("v1", "routing")]
    public async Task Nothing_is_kept_of_what_is_said_in_a_chat_that_is_no_group()
    {
        await using var world = await World.CreateAsync();

        await world.SayAsync("private@fake", "@Andy the secret");
        await world.Store.Groups.PutAsync(
            new RegisteredGroup
            {
                Jid = "private@fake",
                Name = "p",
                Folder = "private",
                Trigger = "@Andy",
                AddedAt = world.Time.GetUtcNow(),
                RequiresTrigger = false,
            },
            TestContext.Current.CancellationToken
        );
        await world.SayAsync("private@fake", "hello");
        await world.SettleAsync();

        Assert.DoesNotContain("secret", Assert.Single(world.Worker.Executed).Prompt, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("v1", "routing")]
    public async Task Each_answer_goes_by_the_channel_that_its_chat_belongs_to()
    {
        await using var world = await World.CreateAsync();
        await world.Assistant.DisposeAsync();
        var other = new FakeChannel { Suffix = "@other" };
        await world.Store.Groups.PutAsync(
            new RegisteredGroup
            {
                Jid = "far@other",
                Name = "far",
                Folder = "far",
                Trigger = "@Andy",
                AddedAt = DateTimeOffset.UnixEpoch,
                RequiresTrigger = false,
            },
            TestContext.Current.CancellationToken
        );
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
            new RegisteredGroup
            {
                Jid = "bad@fake",
                Name = "bad",
                Folder = "../bad",
                Trigger = "@Andy",
                AddedAt = DateTimeOffset.UnixEpoch,
                RequiresTrigger = false,
            },
            TestContext.Current.CancellationToken
        );

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

    [Fact]
    public async Task A_memory_that_is_none_holds_up_no_message_and_takes_no_memory()
    {
        await using var world = await World.CreateAsync();
        var folder = Directory.CreateDirectory(Path.Combine(world.Options.GroupsFolder, "family")).FullName;
        var memory = Path.Combine(folder, "CLAUDE.md");
        await using (var huge = File.Create(memory))
        {
            // Of its three gigabytes none is on the disk.
            huge.SetLength(3L << 30);
        }

        var before = GC.GetTotalAllocatedBytes(precise: true);
        await world.SayAsync(World.Family);
        await world.SettleAsync();
        Assert.Contains("CLAUDE.md of family was left out", Assert.Single(world.Worker.Executed).Metadata!.Memory, StringComparison.Ordinal);
        Assert.Contains("larger than 4 MiB", world.Log.All, StringComparison.Ordinal);
        Assert.True(GC.GetTotalAllocatedBytes(precise: true) - before < 200_000_000);

        if (!OperatingSystem.IsWindows())
        {
            File.Delete(memory);
            using (var made = System.Diagnostics.Process.Start("mkfifo", memory))
            {
                await made.WaitForExitAsync(TestContext.Current.CancellationToken);
            }

            await world.SayAsync(World.Family);
            await world.SettleAsync();
            Assert.Null(world.Worker.Executed.Last().Metadata!.Memory);
            Assert.Equal(2, world.Channel.TextsTo(World.Family).Count());
        }
    }

    [Theory]
    [InlineData("open")]
    [InlineData("off")]
    [InlineData(null)]
    public async Task What_a_group_may_read_travels_with_its_requests(string? fetch)
    {
        await using var world = await World.CreateAsync();
        await world.Store.Groups.PutAsync((await world.Store.Groups.FindAsync(World.Family))! with { Fetch = fetch });

        await world.SayAsync(World.Family);
        await world.SettleAsync();

        Assert.Equal(fetch, Assert.Single(world.Worker.Executed).Metadata!.Fetch);
    }

    [Fact]
    public async Task A_setting_that_is_none_closes_the_way_to_the_web_and_refuses_no_message()
    {
        await using var world = await World.CreateAsync();
        await world.Store.Groups.PutAsync((await world.Store.Groups.FindAsync(World.Family))! with { Fetch = "everything" });

        await world.SayAsync(World.Family);
        await world.SettleAsync();

        Assert.Equal("off", Assert.Single(world.Worker.Executed).Metadata!.Fetch);
    }

    [Fact]
    public async Task The_groups_folder_is_its_owners_alone_from_the_start_on()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes.");
            return;
        }

        await using var world = await World.CreateAsync();
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        GroupFolders.Make(world.Options.GroupsFolder, "family");
        Assert.Equal(owner, File.GetUnixFileMode(world.Options.GroupsFolder));

        File.SetUnixFileMode(world.Options.GroupsFolder, owner | UnixFileMode.OtherRead | UnixFileMode.GroupExecute);
        await world.RestartAsync();
        Assert.Equal(owner, File.GetUnixFileMode(world.Options.GroupsFolder));
    }
}
