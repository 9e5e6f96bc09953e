namespace NanoClaw.Verification.Tests;

public sealed class WholeDeploymentTests(LocalDeployment deployment) : IClassFixture<LocalDeployment>
{
    [Fact]
    public async Task Nothing_gets_in_and_every_promise_is_kept()
    {
        var report = await deployment.VerifyAsync(new CheckSelection { Flood = null });

        Assert.Null(report.Why);
        Assert.DoesNotContain(report.Results, r => r.Verdict is Verdict.LetIn or Verdict.Broken or Verdict.Inconclusive);
        Assert.Equal(VerificationOutcome.Held, report.Outcome);
        Assert.True(report.Count(Verdict.Refused) >= 60, $"{report.Count(Verdict.Refused)} attempts");

        // The flood is left out, and said to be.
        Assert.Equal(["flood.address"], report.Results.Where(r => r.Verdict == Verdict.NotApplicable).Select(r => r.Id));
    }
}
