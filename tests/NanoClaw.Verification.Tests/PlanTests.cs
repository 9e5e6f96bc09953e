using System.Text.RegularExpressions;
using System.Xml.Linq;
using NanoClaw.Agents;
using NanoClaw.Verification.Wire;

namespace NanoClaw.Verification.Tests;

public sealed partial class PlanTests
{
    [Fact]
    public void Every_check_has_an_id_of_its_own_and_says_what_is_wrong_and_what_to_do()
    {
        var all = VerificationPlan.All;

        Assert.True(VerificationPlan.Of(new CheckSelection()).Attempts >= 60);
        Assert.Equal(all.Count, all.Select(c => c.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.All(all, c => Assert.Matches(IdForm(), c.Id));
        Assert.All(all, c => Assert.All([c.Name, c.Stakes.Wrong, c.Stakes.Cure], text => Assert.NotEqual("", text.Trim())));
    }

    [Fact]
    public void It_says_what_it_costs()
    {
        Assert.Equal((4, false), (VerificationPlan.Of(new CheckSelection()).Runs, VerificationPlan.Of(new CheckSelection()).HasFlood));
        Assert.Equal(0, VerificationPlan.Of(new CheckSelection { Only = ["credentials"] }).Runs);
        Assert.Equal(3, VerificationPlan.Of(new CheckSelection { Only = ["credentials.none"] }).Requests);
        Assert.True(VerificationPlan.Of(new CheckSelection { Flood = 1000 }).Requests > 1000);
    }

    [Theory]
    [InlineData("jwt", 14)]
    [InlineData("jwt.", 14)]
    [InlineData("jwt.forged-header", 1)]
    public void A_name_means_one_or_all_that_begin_so(string name, int count) =>
        Assert.Equal(count, VerificationPlan.Of(new CheckSelection { Only = [name] }).Checks.Count);

    [Theory]
    [InlineData("jw")]
    [InlineData("jwt.forged")]
    [InlineData("nothing")]
    [InlineData("")]
    public void A_name_that_means_nothing_is_an_error(string name) =>
        Assert.Throws<ArgumentException>(() => VerificationPlan.Of(new CheckSelection { Skip = [name] }));

    [Fact]
    public async Task A_secret_that_is_in_force_travels_to_the_proven_endpoint_alone()
    {
        var target = new VerificationTarget
        {
            Endpoint = new Uri("https://agent.localhost:1"),
            Credentials = new AgentCredentials
            {
                Token = "the-bearer-token",
                AccessClientId = "id",
                AccessClientSecret = "the-secret",
            },
        };
        using var wire = new WireClient(target);
        var request = new WireRequest { Target = "/", Host = "x" };

        foreach (var route in new[] { WireRoute.Plain, new WireRoute(Sni: "example.org"), new WireRoute(ConnectTo: "example.org") })
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() =>
                wire.SendAsync(request.Bearer("the-bearer-token") with { Route = route }, TestContext.Current.CancellationToken)
            );
            await Assert.ThrowsAsync<InvalidOperationException>(() =>
                wire.SendAsync(request.With("X", "a the-secret b") with { Route = route }, TestContext.Current.CancellationToken)
            );
        }
    }

    [Fact]
    public async Task Where_nobody_listens_nothing_is_tried_and_nothing_is_proved()
    {
        var target = new VerificationTarget
        {
            Endpoint = new Uri("https://agent.localhost:1"),
            Credentials = new AgentCredentials
            {
                Token = "t",
                AccessClientId = "i",
                AccessClientSecret = "s",
            },
        };

        var report = await new Verifier(target, TimeProvider.System) { Pace = TimeSpan.Zero }.RunAsync(
            VerificationPlan.Of(new CheckSelection()),
            progress: null,
            TestContext.Current.CancellationToken
        );

        Assert.Equal((VerificationOutcome.Inconclusive, "agent.localhost:1 could not be asked: nothing listens there."), (report.Outcome, report.Why));
        Assert.Equal(["control.credentials"], report.Results.Select(r => r.Id));
    }

    [Fact]
    public void The_report_for_build_servers_counts_what_failed_and_what_was_left_out()
    {
        CheckResult Result(string id, Verdict verdict) =>
            new()
            {
                Id = id,
                Name = "a & <b>",
                Verdict = verdict,
                By = "Access",
                Detail = "403 \"x\"",
                Wrong = "wrong",
                Cure = "cure",
                Seconds = 0.5,
            };
        var report = new VerificationReport
        {
            Endpoint = new Uri("https://agent.example.com"),
            StartedAt = DateTimeOffset.UnixEpoch,
            Took = TimeSpan.FromSeconds(1),
            Outcome = VerificationOutcome.Hole,
            Results =
            [
                Result("a.1", Verdict.Refused),
                Result("a.2", Verdict.LetIn),
                Result("a.3", Verdict.Inconclusive),
                Result("b.1", Verdict.NotApplicable),
                Result("b.2", Verdict.Broken),
            ],
        };

        var suites = XElement.Parse(JUnitReport.Write(report)).Elements().ToArray();

        Assert.Equal(
            ["a 3 1 1 0", "b 2 1 0 1"],
            suites.Select(s =>
                $"{(string?)s.Attribute("name")} {(string?)s.Attribute("tests")} {(string?)s.Attribute("failures")} {(string?)s.Attribute("errors")} {(string?)s.Attribute("skipped")}"
            )
        );
        Assert.Equal("wrong\ncure", suites[0].Descendants("failure").Single().Value);
    }

    [GeneratedRegex(@"^[a-z]+\.[a-z0-9][a-z0-9.-]*$", RegexOptions.None, 1000)]
    private static partial Regex IdForm();
}
