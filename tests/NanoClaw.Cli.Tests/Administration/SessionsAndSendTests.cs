using NanoClaw.Store;

namespace NanoClaw.Cli.Tests.Administration;

public sealed class SessionsAndSendTests : AdministrationFixture
{
    [Fact]
    public async Task A_session_that_is_reset_is_gone_and_the_others_stay()
    {
        await AddGroupsAsync();

        await RunAsync("sessions", "reset", "family@g.us");

        Assert.Equal("The next message begins a new session: family.\n", Nanoclaw.Output.ReplaceLineEndings("\n"));
        await RunAsync("sessions", "list");
        Assert.Equal("GROUP   SESSION\nfamily  -\nwork    s-work\n", Nanoclaw.Output.ReplaceLineEndings("\n"));
        await RunAsync("sessions", "reset", "family");
        Assert.Equal("There was no session to end.\n", Nanoclaw.Output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task All_sessions_are_reset_together()
    {
        await AddGroupsAsync();
        Assert.Equal(2, (await RunJsonAsync("sessions", "reset", "--all")).GetProperty("reset").GetArrayLength());
        Assert.All((await RunJsonAsync("sessions", "list")).EnumerateArray(), session => Assert.Null(session.GetProperty("sessionId").GetString()));
    }

    [Fact]
    public async Task A_run_that_is_under_way_keeps_its_session_which_is_said()
    {
        await AddGroupsAsync();
        await StoreAsync(async store =>
            await store.Runs.BeginAsync(
                new AgentRun
                {
                    RunId = "r1",
                    GroupFolder = "work",
                    ChatJid = "work@g.us",
                    StartedAt = Start,
                },
                Token
            )
        );

        await RunAsync("sessions", "reset", "family");
        Assert.Equal("", Nanoclaw.Error);
        await RunAsync("sessions", "reset", "--all");
        Assert.Contains("a run of work is under way", Nanoclaw.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "or all with --all")]
    [InlineData(2, "or all with --all", "family", "--all")]
    [InlineData(9, "There is no group friends", "friends")]
    public async Task A_reset_names_one_group_or_all(int code, string said, params string[] args)
    {
        await AddGroupsAsync();
        Assert.Contains(said, await FailAsync(code, ["sessions", "reset", .. args]), StringComparison.Ordinal);
        Assert.Equal("s-family", (await RunJsonAsync("sessions", "list"))[0].GetProperty("sessionId").GetString());
    }

    [Fact]
    public async Task A_text_waits_in_the_outbox_where_no_assistant_runs()
    {
        await AddGroupsAsync();

        await RunAsync("send", "family", "@Andy says: dinner");

        Assert.Equal("Put into the outbox for family@g.us.\n", Nanoclaw.Output.ReplaceLineEndings("\n"));
        Assert.Contains("The text is sent once it does", Nanoclaw.Error, StringComparison.Ordinal);
        await using var store = OpenStore();
        var text = Assert.Single(await store.Outbox.ListPendingAsync(cancellationToken: Token));
        Assert.Equal(("family@g.us", "@Andy says: dinner"), (text.ChatJid, text.Text));
    }

    [Fact]
    public async Task A_long_text_is_sent_in_parts_in_order_and_the_same_text_again_is_another()
    {
        await StoreAsync(async store => await store.Chats.UpsertAsync(new Chat { Jid = "tg:7" }, Token));
        var text = string.Join('\n', Enumerable.Range(0, 1000).Select(number => $"line {number}"));

        await Nanoclaw.RunAsync(["send", "tg:7", "-"], input: text + "\n");
        Assert.EndsWith("in 3 parts.\n", Nanoclaw.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        await Nanoclaw.RunAsync(["send", "tg:7", "-"], input: text);

        await using var store = OpenStore();
        var parts = await store.Outbox.ListPendingAsync("tg:7", Token);
        Assert.Equal(6, parts.Count);
        Assert.All(parts, part => Assert.InRange(part.Text.Length, 1, 4000));
        Assert.Equal(text, string.Join('\n', parts.Take(3).Select(part => part.Text)));
    }

    [Theory]
    [InlineData("terminal:main", "nanoclaw chat.")]
    [InlineData("tg:7", "nanoclaw run.")]
    public async Task A_text_that_waits_names_the_command_that_sends_it(string chat, string command)
    {
        await StoreAsync(async store => await store.Chats.UpsertAsync(new Chat { Jid = chat }, Token));

        await RunAsync("send", chat, "x");

        Assert.EndsWith(command, Nanoclaw.Error.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_is_handed_to_an_assistant_that_runs()
    {
        await AddGroupsAsync();
        await using var running = OpenStore(exclusive: true);

        Assert.True((await RunJsonAsync("send", "work", "x")).GetProperty("assistantRunning").GetBoolean());

        Assert.Contains("could not be told (HEALTH_PORT is none)", Nanoclaw.Error, StringComparison.Ordinal);
        Assert.Single(await running.Outbox.ListPendingAsync("work@g.us", Token));
    }

    [Theory]
    [InlineData(2, "text is empty", "family", " ")]
    [InlineData(9, "no chat friends", "friends", "x")]
    public async Task A_text_that_could_not_arrive_is_refused(int code, string said, params string[] args)
    {
        await AddGroupsAsync();
        Assert.Contains(said, await FailAsync(code, ["send", .. args]), StringComparison.Ordinal);
        await using var store = OpenStore();
        Assert.Empty(await store.Outbox.ListPendingAsync(cancellationToken: Token));
    }

    private Task AddGroupsAsync() =>
        StoreAsync(async store =>
        {
            foreach (var folder in new[] { "family", "work" })
            {
                await store.Groups.PutAsync(Group(folder), Token);
                await store.Sessions.SetAsync(folder, $"s-{folder}", Token);
            }
        });
}
