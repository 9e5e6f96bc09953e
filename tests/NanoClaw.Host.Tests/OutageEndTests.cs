using NanoClaw.Agents;
using NanoClaw.Host.Outages;
using NanoClaw.Host.Tests.Support;

namespace NanoClaw.Host.Tests;

/// <summary>What ends an outage, and what only looks as if it did.</summary>
public sealed class OutageEndTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Refused before the model was asked, or failed for whatever reason: that says nothing of what is away.</summary>
    [Theory]
    [InlineData(AgentErrorCodes.ModelUnavailable, AgentErrorCodes.InvalidRequest)]
    [InlineData(AgentErrorCodes.ModelUnauthorized, AgentErrorCodes.InvalidRequest)]
    [InlineData(AgentErrorCodes.ModelUnauthorized, AgentErrorCodes.ModelProtocol)]
    [InlineData(AgentErrorCodes.ModelUnavailable, AgentErrorCodes.Internal)]
    public async Task What_fails_otherwise_while_the_agent_is_away_does_not_have_people_told_that_it_is_back(string outage, string own)
    {
        await using var world = await World.CreateAsync();
        await world.AddGroupAsync("other");
        var isAway = true;
        world.Worker.Refuses = request => IsPoison(request) && own is AgentErrorCodes.InvalidRequest ? own : null;
        world.Worker.RunFails = request =>
            IsPoison(request) ? own
            : isAway ? outage
            : null;
        await world.SayAsync(World.Family);
        await world.PassAsync(TimeSpan.FromMinutes(5));
        await world.SayAsync("other@fake", "#poison");
        await world.PassAsync(TimeSpan.FromMinutes(70), TimeSpan.FromMinutes(1));
        Assert.StartsWith("I cannot answer at the moment", Assert.Single(world.Channel.TextsTo(World.Family)), StringComparison.Ordinal);

        isAway = false;
        await world.PassAsync(TimeSpan.FromMinutes(35), TimeSpan.FromMinutes(1));
        await world.SettleAsync();

        Assert.Collection(
            world.Channel.TextsTo(World.Family).Skip(1),
            text => Assert.StartsWith("I am back after ", text, StringComparison.Ordinal),
            text => Assert.Equal("answer to #1", text)
        );
        Assert.Equal("#poison", Assert.Single(await world.Store.SetAside.ListAsync(Token)).Content);

        static bool IsPoison(AgentRequest request) => request.Prompt.Contains("#poison", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_word_in_the_main_group_has_the_agent_tried_at_once()
    {
        await using var world = await World.CreateAsync();
        var code = AgentErrorCodes.ModelUnauthorized;
        world.Worker.RunFails = _ => code;
        await world.SayAsync(World.Family);
        await world.PassAsync(TimeSpan.FromHours(3), TimeSpan.FromMinutes(10));

        code = null;
        await world.SayAsync(World.Main);
        await world.PassAsync(TimeSpan.FromSeconds(10));

        Assert.Equal("answer to #1", world.Channel.TextsTo(World.Family).Last());
        Assert.Equal("answer to #2", world.Channel.TextsTo(World.Main).Last());
    }

    [Fact]
    public async Task Refused_credentials_are_fetched_anew_where_that_is_configured_and_nobody_need_know()
    {
        await using var world = await World.CreateAsync();
        var remedy = new Fetching();
        world.Remedy = remedy;
        await world.RestartAsync();
        world.Worker.Away = () => remedy.IsDone ? null : Failures.Of(AgentErrorCodes.Unauthorized);

        await world.SayAsync(World.Family);
        // Sooner than anything is tried by itself.
        await world.PassAsync(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1));

        Assert.Equal(["answer to #1"], world.Channel.TextsTo(World.Family));
        Assert.Empty(world.Channel.TextsTo(World.Main));
    }

    private sealed class Fetching : IAgentRemedy
    {
        public bool IsDone { get; private set; }

        public bool Cures(OutageCause cause) => cause is OutageCause.Credentials;

        public Task<bool> TryAsync(CancellationToken cancellationToken) => Task.FromResult(IsDone = true);
    }
}
