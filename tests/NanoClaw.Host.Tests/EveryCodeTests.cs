using NanoClaw.Agents;
using NanoClaw.Host.Outages;
using NanoClaw.Host.Tests.Support;

namespace NanoClaw.Host.Tests;

/// <summary>Whatever the agent fails with, also by a word that nobody knows yet.</summary>
public sealed class EveryCodeTests
{
    public static TheoryData<string> Codes => [.. Failures.Codes, "a_word_of_a_later_worker"];

    /// <summary>
    /// The rule: whatever the code, however long it lasts, a message is answered when the agent is well again, or its
    /// chat was told that it is not; and while it waits, its chat has been told so. No code is shown to people.
    /// </summary>
    [Theory]
    [MemberData(nameof(Codes))]
    public async Task No_code_leads_to_a_lost_message_or_to_silence(string code)
    {
        await using var world = await World.CreateAsync();
        var isIll = true;
        var isOfTheRun =
            code.StartsWith("model_", StringComparison.Ordinal)
            || Failures.Of(code) is AgentRunFailedException or AgentTimeoutException { Code: AgentErrorCodes.TurnTimeout };
        world.Worker.Away = () => isIll && !isOfTheRun ? Failures.Of(code) : null;
        world.Worker.RunFails = _ => isIll && isOfTheRun ? code : null;

        await world.SayAsync(World.Family);
        await world.PassAsync(TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(30));
        var told = world.Channel.TextsTo(World.Family).ToList();
        Assert.NotEmpty(told);
        Assert.DoesNotContain(
            told,
            text =>
                text.Contains(code, StringComparison.Ordinal)
                && code.Contains('_', StringComparison.Ordinal)
                && code is not (AgentErrorCodes.BodyTooLarge or AgentErrorCodes.InvalidJson or AgentErrorCodes.InvalidRequest)
        );

        isIll = false;
        await world.PassAsync(TimeSpan.FromMinutes(35), TimeSpan.FromMinutes(5));
        var isKept = OutageCauses.Of(code) is not null || told.Exists(text => text.Contains("are kept", StringComparison.Ordinal));
        Assert.Equal(isKept, world.Channel.TextsTo(World.Family).Contains("answer to #1"));

        await world.SayAsync(World.Family);
        await world.SettleAsync();
        Assert.Equal("answer to #2", world.Channel.TextsTo(World.Family).Last());
    }
}
