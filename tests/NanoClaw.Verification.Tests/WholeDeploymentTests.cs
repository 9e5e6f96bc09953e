namespace NanoClaw.Verification.Tests;

public sealed class WholeDeploymentTests(LocalDeployment deployment) : IClassFixture<LocalDeployment>
{
    [Fact]
    public async Task Nothing_gets_in_every_promise_is_kept_and_one_group_is_left_behind()
    {
        var report = await deployment.VerifyAsync(new CheckSelection());

        Assert.Null(report.Why);
        Assert.Equal([], report.Results.Where(r => r.Verdict is Verdict.LetIn or Verdict.Broken or Verdict.Inconclusive).Select(r => $"{r.Id}: {r.Detail}"));
        Assert.Equal(VerificationOutcome.Held, report.Outcome);
        Assert.True(report.Count(Verdict.Refused) >= 60, $"{report.Count(Verdict.Refused)} attempts");
        Assert.True(report.Count(Verdict.Kept) >= 18, $"{report.Count(Verdict.Kept)} promises");

        // The flood is left out, and said to be.
        Assert.Equal(["flood.address"], report.Results.Where(r => r.Verdict == Verdict.NotApplicable).Select(r => r.Id));

        // Each layer had something to refuse, so none of them was stood in for by another.
        Assert.All(
            [
                "TLS",
                "redirect to HTTPS",
                "rule nanoclaw_credentials",
                "rule nanoclaw_known_paths",
                "Access",
                "Worker (unauthorized)",
                "Worker (invalid_request)",
                "edge (workers_dev)",
            ],
            layer => Assert.Contains(report.Results, r => r.By == layer)
        );

        // No secret is part of what is told.
        Assert.All(
            deployment.Cloud.Stack.SecretValues.Where(s => s.Length > 8),
            secret => Assert.DoesNotContain(secret, report.ToJson(), StringComparison.Ordinal)
        );

        var groups = Directory
            .EnumerateFiles(deployment.State("durable-objects"), "*.sqlite", SearchOption.AllDirectories)
            .Where(f => Path.GetDirectoryName(f)!.EndsWith("GroupAgent", StringComparison.Ordinal) && Path.GetFileName(f) != "metadata.sqlite");
        Assert.Single(groups);
    }

    [Fact]
    public async Task A_refusal_counts_only_while_the_right_credentials_are_let_in()
    {
        var ended = false;
        var report = await deployment.VerifyAsync(
            new CheckSelection { Only = ["credentials"] },
            progress: new Told(result =>
            {
                // Somewhere in the middle Access begins to refuse everybody.
                if (result.Id == "credentials.bearer-alone" && !ended)
                {
                    ended = true;
                    deployment.Cloud.DepartAsync(s => s.Without("service-v3")).GetAwaiter().GetResult();
                }
            })
        );

        try
        {
            Assert.Equal(VerificationOutcome.Inconclusive, report.Outcome);
            Assert.Contains("Your own credentials are not let in", report.Why, StringComparison.Ordinal);
            Assert.DoesNotContain(report.Results, r => r.Verdict == Verdict.Refused);
        }
        finally
        {
            await deployment.Cloud.UpdateAsync(new Dictionary<string, string>(StringComparer.Ordinal), TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task It_ends_when_it_is_told_to()
    {
        using var stop = new CancellationTokenSource();
        var verifier = new Verifier(deployment.Target, TimeProvider.System) { Pace = TimeSpan.Zero };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            verifier.RunAsync(VerificationPlan.Of(new CheckSelection { Only = ["credentials"] }), new Told(_ => stop.Cancel()), stop.Token)
        );
    }

    [Fact]
    public async Task A_rate_limit_that_answers_instead_is_waited_for()
    {
        await deployment.Cloud.DepartAsync(s => s.WithRateLimit(3));
        try
        {
            var report = await deployment.VerifyAsync(
                new CheckSelection { Only = ["service.wrong", "service.wrong-id", "service.wrong-secret", "service.swapped"] }
            );

            Assert.Equal(VerificationOutcome.Held, report.Outcome);
            Assert.True(report.Took >= TimeSpan.FromSeconds(5), $"{report.Took}");
        }
        finally
        {
            await deployment.Cloud.UpdateAsync(new Dictionary<string, string>(StringComparer.Ordinal), TestContext.Current.CancellationToken);
        }
    }

    private sealed class Told(Action<CheckResult> tell) : IProgress<CheckResult>
    {
        public void Report(CheckResult value) => tell(value);
    }
}
