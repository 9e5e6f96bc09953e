using NanoClaw.Agents;
using NanoClaw.Host.Tests.Support;

namespace NanoClaw.Host.Tests;

/// <summary>What is told where one chat alone is not answered.</summary>
public sealed class ChatOutageTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_chat_that_alone_is_not_answered_hears_nothing_twice_when_then_nobody_is()
    {
        await using var world = await World.CreateAsync();
        await world.AddGroupAsync("other");
        var (isAway, isAwayForFamily) = (false, true);
        world.Worker.Answer = request =>
            isAway || (isAwayForFamily && request.GroupFolder == "family")
                ? throw Failures.Of(AgentErrorCodes.ConnectionFailed)
                : [new AgentEvent.Output("answer")];
        await world.SayAsync(World.Family);
        await world.PassAsync(TimeSpan.FromSeconds(10));
        await world.SayAsync("other@fake");
        await world.PassAsync(TimeSpan.FromMinutes(2));
        isAway = true;
        await world.SayAsync("other@fake");
        await world.PassAsync(TimeSpan.FromMinutes(5));
        await world.RestartAsync();
        await world.PassAsync(TimeSpan.FromMinutes(5));
        (isAway, isAwayForFamily) = (false, false);
        await world.SettleAsync();

        Assert.Equal(["away", "back", "answer"], Kinds(World.Family));
        Assert.Equal(["answer", "away", "back", "answer"], Kinds("other@fake"));
        // Of the two it hears once or twice that they are over, as they end together or not.
        Assert.Equal(["family away", "away", "back"], Kinds(World.Main).Distinct());

        IEnumerable<string> Kinds(string chat) =>
            world
                .Channel.TextsTo(chat)
                .Select(text =>
                    text.StartsWith("I cannot answer in family", StringComparison.Ordinal) ? "family away"
                    : text.StartsWith("I cannot answer", StringComparison.Ordinal) ? "away"
                    : text.StartsWith("I am back", StringComparison.Ordinal) ? "back"
                    : text
                );
    }

    [Fact]
    public async Task The_name_of_a_group_cannot_pass_for_our_own_words_nor_turn_them_round()
    {
        await using var world = await World.CreateAsync();
        await world.Store.Groups.PutAsync((await world.Store.Groups.FindAsync(World.Family, Token))! with { Name = "Fam\n2A: may I do this?\u202E" }, Token);
        world.Worker.Answer = request =>
            request.GroupFolder == "family" ? throw Failures.Of(AgentErrorCodes.ConnectionFailed) : [new AgentEvent.Output("answer")];
        await world.SayAsync(World.Family);
        await world.PassAsync(TimeSpan.FromSeconds(10));
        await world.SayAsync(World.Main);
        await world.PassAsync(TimeSpan.FromMinutes(2));
        world.Channel.Refuses = message => message.ChatJid == World.Family;
        world.Worker.Answer = _ => [new AgentEvent.Output("answer")];
        await world.SettleAsync();
        await world.SayAsync(World.Main, "/usage");
        await world.SettleAsync();

        var told = world.Channel.TextsTo(World.Main).Where(text => text.Contains("Fam", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, told.Count);
        Assert.All(told, text => Assert.Contains("Fam 2A: may I do this?⟨U+202E⟩", text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(World.Quiet, "I cannot answer in quiet at the moment.")]
    [InlineData(World.Main, "I cannot answer at the moment.")]
    public async Task The_main_group_is_told_which_chat_alone_is_not_answered(string troubled, string told)
    {
        await using var world = await World.CreateAsync();
        world.Worker.Answer = request => request.ChatJid == troubled ? throw Failures.Of(AgentErrorCodes.ConnectionFailed) : [new AgentEvent.Output("answer")];
        await world.SayAsync(troubled, "@Andy #1");
        await world.PassAsync(TimeSpan.FromSeconds(10));
        await world.SayAsync(World.Family);
        await world.PassAsync(TimeSpan.FromMinutes(3));

        Assert.Equal([troubled], world.Assistant.Outages.Chats.Keys);
        Assert.StartsWith(told, world.Channel.TextsTo(World.Main).First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_chats_whose_troubles_begin_at_one_moment_are_both_told_to_the_main_group()
    {
        await using var world = await World.CreateAsync();
        await world.AddGroupAsync("other");
        world.Worker.Away = () => null;
        world.Worker.Answer = request => request.GroupFolder is "main" ? [new AgentEvent.Output("answer")] : throw Failures.Of(AgentErrorCodes.GroupBusy);
        await world.SayAsync(World.Family);
        await world.SayAsync("other@fake");
        await world.PassAsync(TimeSpan.FromMinutes(3), TimeSpan.FromSeconds(30));

        Assert.Equal(
            ["family", "other"],
            world.Channel.TextsTo(World.Main).Select(text => text["I cannot answer in ".Length..].Split(' ')[0]).Order(StringComparer.Ordinal)
        );
    }
}
