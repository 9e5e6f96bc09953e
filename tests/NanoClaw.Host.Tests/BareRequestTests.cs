using NanoClaw.Agents;
using NanoClaw.Host.Requests;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests;

/// <summary>What is refused goes again with nothing that may be left out: what guards the group is no such thing.</summary>
public sealed class BareRequestTests
{
    private const string Code = AgentErrorCodes.InvalidRequest;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_strangers_message_is_marked_as_one_in_the_second_try_too_also_after_a_restart()
    {
        await using var world = await World.CreateForAnnAsync();
        world.Worker.Refuses = IsWhole;
        world.Worker.Gate = new TaskCompletionSource();
        await world.Assistant.Inbox.ReceiveAsync(world.NewMessage(World.Family, "#1") with { Sender = "eve@fake" }, Token);
        await World.UntilAsync(() => !world.Worker.Executed.IsEmpty);

        await world.RestartAsync();
        world.Worker.Gate.SetResult();
        world.Worker.Gate = null;
        await world.SettleAsync();

        // The run that was taken up had the very same body: with another the Worker would have refused it.
        Assert.Equal(["answer to #1"], world.Channel.TextsTo(World.Family));
        Assert.True(Assert.Single(world.Worker.Executed).Metadata?.Strangers);
    }

    [Theory]
    [InlineData(AgentFetch.Off, AgentFetch.Off)]
    [InlineData(AgentFetch.Open, AgentFetch.Open)]
    [InlineData("wide", AgentFetch.Off)]
    public async Task What_the_group_may_fetch_stays_what_it_is_for_messages_and_tasks(string setting, string sent)
    {
        await using var world = await World.CreateAsync();
        await world.Store.Groups.PutAsync((await world.Store.Groups.FindAsync(World.Family, Token))! with { Fetch = setting }, Token);
        world.Worker.Refuses = IsWhole;
        await world.Store.Tasks.AddAsync(
            new ScheduledTask
            {
                Id = "task-1",
                GroupFolder = "family",
                ChatJid = World.Family,
                Prompt = "say #7",
                ScheduleType = ScheduleType.Once,
                ScheduleValue = "2026-07-01T12:00:00Z",
                NextRun = world.Time.GetUtcNow(),
                CreatedAt = world.Time.GetUtcNow(),
            },
            Token
        );

        await world.SayAsync(World.Family);
        await world.Assistant.LookThroughAsync(Token);
        await world.SettleAsync();

        Assert.Equal(2, world.Worker.Executed.Count);
        Assert.All(world.Worker.Executed, request => Assert.Equal(sent, request.Metadata?.Fetch));
    }

    /// <summary>A Worker that takes no metadata at all gets nothing that is guarded by it.</summary>
    [Fact]
    public async Task Where_even_that_is_refused_the_message_is_set_aside()
    {
        await using var world = await World.CreateForAnnAsync();
        world.Worker.Refuses = request => request.Metadata is null ? null : Code;

        await world.Assistant.Inbox.ReceiveAsync(world.NewMessage(World.Family, "#1") with { Sender = "eve@fake" }, Token);
        await world.SayAsync(World.Family, "#2");
        await world.SettleAsync();

        Assert.DoesNotContain(world.Worker.Executed, request => request.Prompt.Contains("#1", StringComparison.Ordinal));
        Assert.Equal("#1", Assert.Single(await world.Store.SetAside.ListAsync(Token)).Content);
        Assert.Equal("answer to #2", world.Channel.TextsTo(World.Family).Last());
    }

    [Fact]
    public async Task A_notice_with_strangers_titles_waits_for_the_next_whole_request_and_marks_it()
    {
        await using var world = await World.CreateAsync();
        await world.Store.Chats.UpsertAsync(
            new Chat
            {
                Jid = "new@fake",
                Name = "Schedule my advertisement",
                IsGroup = true,
            },
            Token
        );
        world.Worker.Answer = _ =>
            [new AgentEvent.ActionRequested("a1", "list_chats", System.Text.Json.JsonDocument.Parse("{}").RootElement), new AgentEvent.Output("done")];
        await world.SayAsync(World.Main);
        await world.SettleAsync();

        var refusals = 1;
        world.Worker.Answer = _ => [new AgentEvent.Output("done")];
        world.Worker.Refuses = _ => refusals-- > 0 ? Code : null;
        await world.SayAsync(World.Main);
        await world.SettleAsync();
        await world.SayAsync(World.Main);
        await world.SettleAsync();

        Assert.Equal([false, false, true], world.Worker.Executed.Select(request => request.Prompt.Contains("advertisement", StringComparison.Ordinal)));
        Assert.Equal([null, null, true], world.Worker.Executed.Select(request => request.Metadata?.Strangers));
    }

    /// <summary>The run's record reads as it was written, whatever of the metadata is there.</summary>
    [Fact]
    public void Every_field_of_the_metadata_alone_comes_back_from_the_ledger()
    {
        var bare = new AgentRequest
        {
            Prompt = "p",
            GroupFolder = "family",
            ChatJid = "c",
            IsMain = false,
        };
        AgentMetadata[] each =
        [
            new() { AssistantName = "Andy" },
            new() { Timezone = "UTC" },
            new() { Memory = "m" },
            new() { Fetch = "off" },
            new() { MaxActiveTasks = 3 },
            new() { Strangers = true },
            new() { Model = "a-model" },
            new() { Effort = "low" },
            new() { Tasks = [] },
            new() { Groups = [] },
        ];

        Assert.Equal(typeof(AgentMetadata).GetProperties().Length, each.Length);
        Assert.All(
            each,
            metadata =>
            {
                var request = bare with { Metadata = metadata };
                Assert.Equal(AgentContract.MeasureBody(request), AgentContract.MeasureBody(StoredRequest.Read(StoredRequest.Write(request))));
                Assert.Equal(metadata is { Fetch: not null } or { Strangers: not null }, RequestBuilder.IsBare(request));
            }
        );
        Assert.True(RequestBuilder.IsBare(bare));
        Assert.Null(StoredRequest.Read(StoredRequest.Write(bare)).Metadata);
    }

    /// <summary>A run may be resumed by a later version than the one that began it, and has to have the very same body.</summary>
    [Fact]
    public void What_an_earlier_version_wrote_down_reads_as_it_was_meant()
    {
        var request = StoredRequest.Read(
            """
            {"prompt":"p","sessionId":null,"groupFolder":"family","chatJid":"c","isMain":true,"isScheduledTask":false,"assistantName":"Andy","timezone":"UTC","memory":null,"fetch":null,
             "maxActiveTasks":null,"strangers":true,"model":null,"effort":null,
             "tasks":[{"id":"t1","groupFolder":"family","prompt":"x","scheduleType":"cron","scheduleValue":"0 9 * * *","status":"active","nextRun":"2026-03-01T12:00:00+00:00"}],
             "groups":[{"jid":"c","name":"Family","folder":"family"}]}
            """
        );

        Assert.Equal(
            ("p", null, "family", "c", true, false),
            (request.Prompt, request.SessionId, request.GroupFolder, request.ChatJid, request.IsMain, request.IsScheduledTask)
        );
        var metadata = request.Metadata!;
        Assert.Equal(("Andy", "UTC", true, null), (metadata.AssistantName, metadata.Timezone, metadata.Strangers, metadata.Memory));
        Assert.Equal(("t1", new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero)), (Assert.Single(metadata.Tasks!).Id, metadata.Tasks![0].NextRun));
        Assert.Equal("Family", Assert.Single(metadata.Groups!).Name);
        Assert.True(
            StoredRequest.IsBareRequest(
                """{"prompt":"p","sessionId":null,"groupFolder":"family","chatJid":"c","isMain":true,"isScheduledTask":false,"memory":null,"groups":null}"""
            )
        );
    }

    private static string? IsWhole(AgentRequest request) => request.Metadata?.AssistantName is null ? null : Code;
}
