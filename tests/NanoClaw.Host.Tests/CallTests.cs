using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests;

/// <summary>Who is heard, and what calls the assistant.</summary>
public sealed class CallTests
{
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
}
