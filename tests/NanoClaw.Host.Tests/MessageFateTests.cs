using NanoClaw.Agents;
using NanoClaw.Host.Outages;
using NanoClaw.Host.Runs;
using NanoClaw.Host.Tests.Support;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests;

/// <summary>Messages are dropped by one rule, whatever fails.</summary>
public sealed class MessageFateTests
{
    /// <summary>Every failure there is, in every kind, before and after the chat was told something.</summary>
    private static readonly IReadOnlyList<RunEnd> Failed =
    [
        .. from code in Failures.Codes
        from kind in Enum.GetValues<FailureKind>()
        from hasOutput in new[] { false, true }
        select new RunEnd(kind, hasOutput, null, Failures.Of(code)),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Only_a_run_that_ended_and_said_nothing_drops_its_messages_and_only_for_what_lies_in_them() =>
        Assert.All(
            Failed.Where(end => MessageFates.Of(end) is MessageFate.DroppedAsRefused or MessageFate.DroppedAsTooMuch),
            end =>
            {
                Assert.Equal(FailureKind.Ended, end.Failure);
                Assert.False(end.HasOutput);
                Assert.True(end.Exception!.Code is AgentErrorCodes.ModelRefused || OutageCauses.IsOfTheTurn(end.Exception.Code), end.Exception.Code);
            }
        );

    [Fact]
    public void What_lies_in_the_messages_drops_them_for_what_it_is() =>
        Assert.Equal(
            [
                ("input_limit", MessageFate.DroppedAsTooMuch),
                ("model_refused", MessageFate.DroppedAsRefused),
                ("output_limit", MessageFate.DroppedAsTooMuch),
                ("response_too_large", MessageFate.DroppedAsTooMuch),
                ("step_limit", MessageFate.DroppedAsTooMuch),
                ("stopped", MessageFate.DroppedAsStopped),
                ("turn_timeout", MessageFate.DroppedAsTooMuch),
            ],
            Failed
                .Where(end => end is { Failure: FailureKind.Ended, HasOutput: false })
                .Select(end => (end.Exception!.Code, Fate: MessageFates.Of(end)))
                .Where(end => end.Fate is not MessageFate.TriedAgain)
                .Order()
        );

    [Fact]
    public void A_failure_without_an_answer_is_never_taken_for_one() => Assert.All(Failed, end => Assert.NotEqual(MessageFate.Answered, MessageFates.Of(end)));

    [Fact]
    public void What_nobody_knows_the_end_of_is_tried_again_and_what_was_told_is_not() =>
        Assert.All(
            Failed,
            end =>
                Assert.Equal(
                    end switch
                    {
                        { Failure: FailureKind.Unreachable } => MessageFate.TriedAgain,
                        { Failure: FailureKind.RefusedAlone } => MessageFate.DroppedAsRefusedAlone,
                        { HasOutput: true } or { Failure: not FailureKind.Ended } => MessageFate.Settled,
                        _ => MessageFates.Of(end),
                    },
                    MessageFates.Of(end)
                )
        );

    [Fact]
    public void An_answer_is_no_outage_and_a_turn_that_spoke_until_it_was_too_much_is_none_either()
    {
        Assert.False(MessageFates.MayBeAnOutage(new RunEnd(null, HasOutput: true, "hello", null)));
        Assert.All(Failed, end => Assert.Equal(end.HasOutput && OutageCauses.IsOfTheTurn(end.Exception!.Code), !MessageFates.MayBeAnOutage(end)));
    }

    /// <summary>An agent runs in the group's folder, so none runs for a group whose folder leads elsewhere.</summary>
    [Fact]
    public async Task A_group_whose_folder_is_none_keeps_its_messages_and_people_are_told_once()
    {
        await using var world = await World.CreateAsync();
        await world.Store.Groups.PutAsync(
            new RegisteredGroup
            {
                Jid = "evil@fake",
                Name = "Evil",
                Folder = "../x",
                Trigger = "@Andy",
                AddedAt = world.Time.GetUtcNow(),
                RequiresTrigger = false,
            },
            Token
        );

        await world.SayAsync("evil@fake", "hello");
        await world.RestAsync();
        await world.Assistant.LookThroughAsync(Token);
        await world.RestAsync();

        Assert.Empty(world.Worker.Executed);
        Assert.Contains("evil@fake", await world.Store.Messages.ListPendingChatsAsync(Token));
        Assert.Contains("../x", Assert.Single(world.Channel.TextsTo(World.Main)), StringComparison.Ordinal);
    }
}
