using NanoClaw.Store;

namespace NanoClaw.Cli.Tests.Administration;

public sealed class MessagesTests : AdministrationFixture
{
    [Fact]
    public async Task What_was_set_aside_is_listed_and_part_of_the_status()
    {
        await SetAsideAsync();

        await RunAsync("messages", "list");
        Assert.Contains("invalid_request", Nanoclaw.Output, StringComparison.Ordinal);
        Assert.Contains("too much", Nanoclaw.Output, StringComparison.Ordinal);
        Assert.Equal("family@g.us", (await RunJsonAsync("messages", "list"))[0].GetProperty("chatJid").GetString());
        Assert.Equal(1, (await RunJsonAsync("status")).GetProperty("setAside").GetInt32());
        await RunAsync("status");
        Assert.Contains("1 message that the agent refuses or fails at: nanoclaw messages list", Nanoclaw.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_sent_again_waits_for_its_answer_and_is_no_longer_set_aside()
    {
        await SetAsideAsync();

        await RunAsync("messages", "retry", "1");

        Assert.Contains("goes to the agent again", Nanoclaw.Output, StringComparison.Ordinal);
        await StoreAsync(async store => Assert.Equal(["family@g.us"], await store.Messages.ListPendingChatsAsync(Token)));
        Assert.Contains("No message is set aside under 1", await FailAsync(9, "messages", "retry", "1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_given_up_does_not_wait()
    {
        await SetAsideAsync();

        Assert.Equal(1, (await RunJsonAsync("messages", "drop", "--all")).GetArrayLength());

        await StoreAsync(async store => Assert.Empty(await store.Messages.ListPendingChatsAsync(Token)));
        await RunAsync("messages", "list");
        Assert.Equal("No message is set aside.\n", Nanoclaw.Output.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("retry")]
    [InlineData("drop", "1", "--all")]
    public async Task A_change_names_one_message_or_all(params string[] args)
    {
        await SetAsideAsync();
        Assert.Contains("or all with --all", await FailAsync(2, ["messages", .. args]), StringComparison.Ordinal);
    }

    private async Task SetAsideAsync()
    {
        await StoreAsync(async store =>
        {
            await store.Groups.PutAsync(Group("family"), Token);
            await store.Messages.AddAsync(
                new ChatMessage
                {
                    Id = "m1",
                    ChatJid = "family@g.us",
                    Sender = "ann",
                    Content = "too much",
                    Timestamp = Start,
                },
                Token
            );
            var run = new AgentRun
            {
                RunId = "r1",
                GroupFolder = "family",
                ChatJid = "family@g.us",
                CursorAfter = new(1, Start),
                StartedAt = Start,
            };
            await store.Runs.BeginAsync(run, Token);
            await store.Runs.EndAsync(
                "r1",
                new RunOutcome
                {
                    Status = RunStatus.Failed,
                    EndedAt = Start,
                    ErrorCode = "invalid_request",
                    SetAside = "invalid_request",
                },
                Token
            );
        });
    }
}
