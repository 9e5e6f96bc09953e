using NanoClaw.Agents;
using NanoClaw.Deployment.Rotation;
using NanoClaw.Deployment.StackFiles;

namespace NanoClaw.Deployment.Tests.Rotation;

/// <summary>What a rotation has still to do is a matter of how things stand, and of nothing else.</summary>
public sealed class RotationPlanTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nanoclaw-stack-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(3, 3, HolderState.Current, RotationStage.Settled, 4, true, true)]
    [InlineData(3, 3, HolderState.None, RotationStage.Settled, 4, true, true)]
    [InlineData(3, 3, HolderState.Another, RotationStage.Settled, 4, true, true)]
    [InlineData(4, 3, HolderState.Current, RotationStage.Raised, 4, false, true)]
    [InlineData(4, 3, HolderState.Behind, RotationStage.Raised, 4, false, true)]
    [InlineData(4, 4, HolderState.Behind, RotationStage.Applied, 4, false, false)]
    public void It_goes_on_from_where_things_stand(int file, int deployed, HolderState holder, RotationStage from, int to, bool raises, bool applies)
    {
        var plan = RotationPlan.Of(State($"  nanoclaw:rotationVersion: {file}\n", deployed, holder), Options());

        Assert.Equal((from, to, raises, applies), (plan.TookUp, plan.To, plan.Raises, plan.Applies));
        Assert.Equal((true, false), (plan.Ends(to - 2), plan.Ends(to - 1)));
    }

    [Fact]
    public void Nothing_new_is_begun_where_only_the_rest_is_asked_for()
    {
        var plan = RotationPlan.Of(State("  nanoclaw:rotationVersion: 3\n", 3, HolderState.Current), Options() with { TakesUpOnly = true });

        Assert.Equal((3, false, false), (plan.To, plan.Raises, plan.Applies));
    }

    [Theory]
    [InlineData(2, 3, "older than what was deployed last")]
    [InlineData(5, 3, "only one can be raised at a time")]
    public void A_file_more_than_one_rotation_away_is_refused(int file, int deployed, string why)
    {
        var error = Assert.Throws<DeploymentException>(() =>
            RotationPlan.Of(State($"  nanoclaw:rotationVersion: {file}\n", deployed, HolderState.None), Options())
        );

        Assert.Equal(DeploymentFailure.Conflict, error.Failure);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_leak_ends_every_earlier_generation_with_the_update_that_makes_the_new_one()
    {
        var state = State("  nanoclaw:rotationVersion: 3\n", 3, HolderState.Current);
        var plan = RotationPlan.Of(state, Options() with { Leaked = true });

        Assert.Equal((true, true, false), (plan.Ends(2), plan.Ends(3), plan.Ends(4)));
        var raised = state.Raise(leaked: true);
        Assert.Equal(("4", "false", "3"), (raised.Scalar("rotationVersion"), raised.Scalar("keepPreviousCredentials"), raised.Scalar("endGeneration")));
    }

    [Fact]
    public void A_leak_is_taken_up_with_its_overlap_ended_also_by_a_call_that_does_not_say_so()
    {
        const string raised = "  nanoclaw:rotationVersion: 4\n  nanoclaw:keepPreviousCredentials: false\n  nanoclaw:endGeneration: 3\n";

        Assert.True(RotationPlan.Of(State(raised, 3, HolderState.Current), Options()).EndsOverlap);
        var again = RotationPlan.Of(State(raised, 3, HolderState.Current), Options() with { Leaked = true });
        Assert.Equal((4, false), (again.To, again.Raises));
        var pull = RotationPlan.Of(State(raised, 4, HolderState.Behind), Options() with { Leaked = true });
        Assert.Equal((4, false, true), (pull.To, pull.Applies, pull.Ends(3)));
    }

    [Fact]
    public void A_leak_told_while_a_rotation_is_under_way_ends_its_overlap_too()
    {
        var plan = RotationPlan.Of(State("  nanoclaw:rotationVersion: 4\n", 3, HolderState.Current), Options() with { Leaked = true });
        Assert.Equal((4, true, true), (plan.To, plan.Raises, plan.Ends(3)));

        // Applied with the overlap: what the stack gives out now may have leaked as well.
        var applied = RotationPlan.Of(State("  nanoclaw:rotationVersion: 4\n", 4, HolderState.Behind), Options() with { Leaked = true });
        Assert.Equal((5, true, true), (applied.To, applied.Raises, applied.Ends(4)));
    }

    [Fact]
    public void The_rotation_after_a_leak_keeps_a_generation_again()
    {
        var raised = State("  nanoclaw:rotationVersion: 4\n  nanoclaw:keepPreviousCredentials: false\n  nanoclaw:endGeneration: 3\n", 4, HolderState.Current)
            .Raise(leaked: false);

        Assert.Equal(("5", "true", "0"), (raised.Scalar("rotationVersion"), raised.Scalar("keepPreviousCredentials"), raised.Scalar("endGeneration")));
    }

    [Theory]
    [InlineData(29.0, 365, false, true)]
    [InlineData(30.0, 365, true, false)]
    [InlineData(null, 365, false, false)]
    [InlineData(1.0, 20, false, false)]
    public void The_age_is_the_one_that_the_stack_tells(double? ageDays, int daysLeft, bool isDue, bool isFine)
    {
        var now = DateTimeOffset.UnixEpoch.AddDays(20_000);
        var age = new CredentialAge(3, ageDays is { } days ? now.AddDays(-days) : null, now.AddDays(daysLeft), now, TimeSpan.FromDays(30));

        Assert.Equal((isDue, isFine), (age.IsDue, age.IsFine));
    }

    private static RotationOptions Options() => new() { ProjectFolder = ".", Stack = "prod" };

    private RotationState State(string settings, int deployed, HolderState holder)
    {
        File.WriteAllText(Path.Combine(_folder, "Pulumi.prod.yaml"), $"config:\n{settings}");
        return new(
            new StackFolder(_folder).Demand("prod"),
            new()
            {
                Outputs = "{}",
                Endpoint = new("https://agent.example.com"),
                Generation = deployed,
                Credentials = new AgentCredentials { Token = "t" },
            },
            holder
        );
    }
}
