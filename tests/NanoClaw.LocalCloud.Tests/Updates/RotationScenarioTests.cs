using NanoClaw.LocalCloud.Updates.Dangers;

namespace NanoClaw.LocalCloud.Tests.Updates;

/// <summary>Updates that bring and end credentials.</summary>
[Collection(EvaluatingTests.Name)]
public sealed class RotationScenarioTests
{
    private readonly FakeAccount _account = new();

    [Fact]
    public async Task A_rotation_from_1_to_2_to_3_cuts_nobody_off_and_deletes_only_what_is_named_no_more()
    {
        var stack = UpdateSequence.OfEverything();
        _account.Apply(await stack.UpdateAsync());
        _account.Apply(await stack.UpdateAsync());

        var toTwo = await stack.UpdateAsync(("rotationVersion", "2"));
        Assert.Equal(
            [
                "create RandomBytes",
                "create RandomBytes",
                "create ZeroTrustAccessServiceToken",
                "update ZeroTrustAccessPolicy",
                "update WorkersScript",
                "update WorkersScript",
                "replace Command",
            ],
            toTwo.Done()
        );
        Assert.Empty(_account.Apply(toTwo));
        var toThree = await stack.UpdateAsync(("rotationVersion", "3"));
        Assert.Equal(
            [
                "create RandomBytes",
                "create RandomBytes",
                "create ZeroTrustAccessServiceToken",
                "update ZeroTrustAccessPolicy",
                "update WorkersScript",
                "update WorkersScript",
                "replace Command",
                "delete ZeroTrustAccessServiceToken",
                "delete RandomBytes",
                "delete RandomBytes",
            ],
            toThree.Done()
        );
        Assert.Empty(_account.Apply(toThree));

        Assert.Empty(toTwo.Dangers);
        Assert.Empty(toThree.Dangers);
        Assert.True((await stack.UpdateAsync(("rotationVersion", "3"))).ChangesNothing);
    }

    [Fact]
    public async Task An_older_file_that_would_undo_a_rotation_is_refused_by_the_program_and_shown_as_a_danger_where_it_is_told_to()
    {
        var stack = await new UpdateSequence().SettleAsync();
        await stack.UpdateAsync(("rotationVersion", "2"));
        await stack.UpdateAsync(("rotationVersion", "3"));

        var refusal = await Assert.ThrowsAsync<LocalCloudException>(() => stack.PreviewAsync(("rotationVersion", "1")));
        Assert.Contains("rotationVersion", refusal.Message, StringComparison.Ordinal);

        var meant = await stack.PreviewAsync(("rotationVersion", "1"), ("endGeneration", "3"));
        Assert.Equal(2, meant.Dangers.Count(d => d.Kind == DangerKind.Clients));
    }

    [Fact]
    public async Task Ending_the_overlap_at_once_cuts_off_who_has_the_generation_before()
    {
        var stack = await new UpdateSequence().SettleAsync();
        var plan = await stack.PreviewAsync(("rotationVersion", "2"), ("keepPreviousCredentials", "false"), ("endGeneration", "1"));

        Assert.All(plan.Dangers, d => Assert.Equal(DangerKind.Clients, d.Kind));
        Assert.NotEmpty(plan.Dangers);
    }
}
