using NanoClaw.Agents;
using NanoClaw.Host.Tests.Support;

namespace NanoClaw.Host.Tests;

/// <summary>A message that no run survives is found, and set aside alone.</summary>
public sealed class BlamedMessageTests
{
    [Theory]
    [InlineData(AgentErrorCodes.StepLimit, "maxSteps")]
    [InlineData(AgentErrorCodes.OutputLimit, "maxOutputTokens")]
    [InlineData(AgentErrorCodes.InputLimit, "maxInputTokens")]
    [InlineData(AgentErrorCodes.TurnTimeout, "maxTurnSeconds")]
    [InlineData(AgentErrorCodes.ModelProtocol, "wrangler tail")]
    [InlineData(AgentErrorCodes.ModelRefused, "declines")]
    public async Task Of_several_messages_the_one_to_blame_is_set_aside_alone_and_the_main_group_reads_code_and_cure(string code, string cure)
    {
        await using var world = await World.CreateAsync();
        world.Worker.RunFails = request => request.Prompt.Contains("#poison", StringComparison.Ordinal) ? code : null;
        await world.Store.Messages.AddAsync(
            [world.NewMessage(World.Family, "#1"), world.NewMessage(World.Family, "#poison"), world.NewMessage(World.Family, "#3")],
            TestContext.Current.CancellationToken
        );
        await world.Assistant.LookThroughAsync(CancellationToken.None);
        await world.SettleAsync();

        var texts = world.Channel.TextsTo(World.Family).ToList();
        Assert.Equal(["answer to #1", "answer to #3"], texts.Where(text => text.StartsWith("answer", StringComparison.Ordinal)));
        Assert.DoesNotContain(code, Assert.Single(texts, text => text.Contains("your last message", StringComparison.Ordinal)), StringComparison.Ordinal);
        var told = Assert.Single(world.Channel.TextsTo(World.Main));
        Assert.Contains($"A message in family could not be answered: ", told, StringComparison.Ordinal);
        Assert.DoesNotContain($"({code})", told, StringComparison.Ordinal);
        Assert.Contains(cure, told, StringComparison.Ordinal);
        var aside = Assert.Single(await world.Store.SetAside.ListAsync(TestContext.Current.CancellationToken));
        Assert.Equal((World.Family, code, "#poison"), (aside.ChatJid, aside.Code, aside.Content));

        world.Worker.RunFails = _ => null;
        Assert.True(await world.Store.SetAside.RetryAsync(aside.Number, TestContext.Current.CancellationToken));
        await world.Assistant.LookThroughAsync(CancellationToken.None);
        await world.SettleAsync();
        Assert.Equal("answer to #poison", world.Channel.TextsTo(World.Family).Last());
    }

    [Fact]
    public async Task What_the_model_refuses_is_not_tried_as_it_is_again_and_again()
    {
        await using var world = await World.CreateAsync();
        world.Worker.RunFails = request => request.Prompt.Contains("#1", StringComparison.Ordinal) ? AgentErrorCodes.ModelRefused : null;

        await world.SayAsync(World.Family);
        await world.SettleAsync();

        Assert.InRange(world.Worker.Calls.Count, 2, 6);
    }

    [Fact]
    public async Task What_the_model_refuses_for_the_conversation_it_is_in_is_answered_without_it()
    {
        await using var world = await World.CreateAsync();
        await world.Store.Sessions.SetAsync("family", "long", TestContext.Current.CancellationToken);
        world.Worker.RunFails = request => request.SessionId == "long" ? AgentErrorCodes.ModelRefused : null;

        await world.SayAsync(World.Family);
        await world.SettleAsync();

        Assert.Equal(["answer to #1"], world.Channel.TextsTo(World.Family));
        Assert.Empty(await world.Store.SetAside.ListAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The process dies at each moment in turn.</summary>
    [Fact]
    public async Task Whenever_the_process_dies_a_message_that_always_fails_is_set_aside_once()
    {
        for (var calls = 1; calls <= 160; calls += 9)
        {
            await using var world = await World.CreateAsync();
            world.Worker.RunFails = request => request.Prompt.Contains("#poison", StringComparison.Ordinal) ? AgentErrorCodes.ModelRefused : null;
            await world.Store.Messages.AddAsync([
                world.NewMessage(World.Family, "#1"),
                world.NewMessage(World.Family, "#poison"),
                world.NewMessage(World.Family, "#3"),
            ]);
            await world.RestartUntilDeadAsync(new CrashPoint(calls));
            await world.RestartAsync();
            await world.SettleAsync();
            await world.Assistant.LookThroughAsync(CancellationToken.None);
            await world.SettleAsync();

            Assert.Equal(["#1", "#3"], world.Channel.TextsTo(World.Family).SelectMany(FakeWorker.Numbers));
            Assert.Equal("#poison", Assert.Single(await world.Store.SetAside.ListAsync()).Content);
            Assert.Single(world.Channel.TextsTo(World.Main));
        }
    }

    /// <summary>A run that nobody heard the end of is one that has taken its messages: they come back, and none is lost.</summary>
    [Fact]
    public async Task Of_two_messages_whose_run_never_comes_to_an_end_the_one_to_blame_is_set_aside_and_the_other_answered()
    {
        await using var world = await World.CreateAsync();
        world.Worker.RunFails = request => request.Prompt.Contains("#poison", StringComparison.Ordinal) ? AgentErrorCodes.Timeout : null;
        await world.Store.Messages.AddAsync(
            [world.NewMessage(World.Family, "#poison"), world.NewMessage(World.Family, "#2")],
            TestContext.Current.CancellationToken
        );
        await world.Assistant.LookThroughAsync(TestContext.Current.CancellationToken);
        await world.SettleAsync();

        Assert.Equal("answer to #2", world.Channel.TextsTo(World.Family).Last());
        Assert.Equal("#poison", Assert.Single(await world.Store.SetAside.ListAsync(TestContext.Current.CancellationToken)).Content);
        Assert.Empty(await world.Store.Runs.ListUnfinishedAsync(TestContext.Current.CancellationToken));
    }
}
