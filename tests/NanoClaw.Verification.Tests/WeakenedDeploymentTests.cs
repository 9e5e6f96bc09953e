using NanoClaw.LocalCloud;

namespace NanoClaw.Verification.Tests;

/// <summary>One thing taken away, all others left standing: the verification names the one.</summary>
public sealed class WeakenedDeploymentTests(LocalDeployment deployment) : IClassFixture<LocalDeployment>
{
    [Fact]
    public async Task Access_switched_off_though_the_Worker_still_refuses()
    {
        var report = await deployment.VerifyWeakenedAsync(
            s => s.WithoutApplication("agent"),
            "credentials.health-none",
            "service",
            "jwt",
            "credentials.none",
            "smuggling"
        );

        // Without Access the right credentials are not let in either, so no refusal counts; what gets past is a hole all the same.
        AssertHole(report, "credentials.health-none", "nothing refused it");
        AssertHole(report, "service.wrong", "it got past Access; only Worker (access_denied) stopped it");
        AssertHole(report, "jwt.forged-header", "it got past Access; only Worker (access_denied) stopped it");
        Assert.Contains("403 by Worker (access_denied)", report.Why, StringComparison.Ordinal);
        Assert.Equal(Verdict.Inconclusive, Result(report, "credentials.none").Verdict);
        Assert.All(report.Results.Where(r => r.Id.StartsWith("smuggling.", StringComparison.Ordinal)), r => Assert.Equal(Verdict.Inconclusive, r.Verdict));
    }

    [Fact]
    public async Task Access_that_lets_everybody_in()
    {
        var report = await deployment.VerifyWeakenedAsync(s => s.WithBypass(), "credentials.health-none");

        AssertHole(report, "credentials.health-none", "nothing refused it");
    }

    [Fact]
    public async Task Access_that_takes_another_environments_service_token()
    {
        var report = await deployment.VerifyWeakenedAsync(s => s.WithAnyServiceToken(), "other", "service.wrong");

        AssertHole(report, "other.service", "it got past Access; only Worker (access_denied) stopped it");
        AssertHole(report, "other.all", "it got past Access; only Worker (unauthorized) stopped it");
        Assert.Equal(Verdict.Refused, Result(report, "service.wrong").Verdict);
    }

    [Fact]
    public async Task Access_that_guards_admin_no_more()
    {
        var report = await deployment.VerifyWeakenedAsync(s => s.WithoutApplication("admin"), "admin");

        AssertHole(report, "admin.service", "it got past Access; only Worker (admin page) stopped it");
        Assert.Equal(Verdict.Refused, Result(report, "admin.none").Verdict);
    }

    [Theory]
    [InlineData("nanoclaw_credentials", "credentials.none", "it got past the zone's rules; only Access stopped it")]
    [InlineData("nanoclaw_credentials", "credentials.bearer-alone-h2", "it got past the zone's rules; only Access stopped it")]
    [InlineData("nanoclaw_credentials", "credentials.service-alone", "it got past the zone's rules; only Worker (unauthorized) stopped it")]
    [InlineData("nanoclaw_credentials", "notes.none", "it got past the zone's rules; only Access stopped it")]
    [InlineData("nanoclaw_known_paths", "paths.unknown", "it got past the zone's rules; only Worker (not_found) stopped it")]
    [InlineData("nanoclaw_known_paths", "paths.last-slash", "it got past the zone's rules; only Access stopped it")]
    [InlineData("nanoclaw_known_paths", "paths.dot-env", "it got past the zone's rules; only Access stopped it")]
    [InlineData("nanoclaw_known_paths", "methods.put", "it got past the zone's rules; only Worker (method_not_allowed) stopped it")]
    [InlineData("nanoclaw_known_paths", "methods.override-delete", "it got past the zone's rules; only Worker (method_not_allowed) stopped it")]
    [InlineData("nanoclaw_known_paths", "smuggling.pipelined", "the hidden request came past the zone's rules; only Access stopped it")]
    public async Task A_rule_of_the_zone_deleted(string rule, string id, string detail) =>
        AssertHole(await deployment.VerifyWeakenedAsync(s => s.WithoutRule(rule), id), id, detail);

    [Fact]
    public async Task The_rule_for_unknown_hosts_deleted_where_another_name_leads_to_the_Worker()
    {
        var name = $"verify.{deployment.Target.Endpoint.Host}";
        var guarded = await deployment.VerifyWeakenedAsync(s => s.WithHostname(name), "hosts.below");
        var open = await deployment.VerifyWeakenedAsync(s => s.WithHostname(name).WithoutRule("nanoclaw_unknown_host"), "hosts.below");

        Assert.Equal("rule nanoclaw_unknown_host", Result(guarded, "hosts.below").By);
        AssertHole(open, "hosts.below", "it got past the zone's rules; only Worker (host_not_allowed) stopped it");
    }

    [Fact]
    public async Task Plain_HTTP_open()
    {
        var redirected = await deployment.VerifyWeakenedAsync(s => s.WithoutRule("nanoclaw_https_only"), "transport.plain-health");
        var refused = await deployment.VerifyWeakenedAsync(s => s.Without("always-use-https"), "transport.plain-health");
        var open = await deployment.VerifyWeakenedAsync(s => s.Without("always-use-https").WithoutRule("nanoclaw_https_only"), "transport");

        // Of the two that keep it closed either is enough.
        Assert.Equal("redirect to HTTPS", Result(redirected, "transport.plain-health").By);
        Assert.Equal("rule nanoclaw_https_only", Result(refused, "transport.plain-health").By);
        AssertHole(open, "transport.plain-health", "it got past the zone's rules; only Access stopped it");
        AssertHole(open, "transport.plain-run", "it got past the zone's rules; only Access stopped it");
    }

    [Fact]
    public async Task HSTS_taken_away()
    {
        var report = await deployment.VerifyWeakenedAsync(s => s.Without("security-header"), "transport.hsts", "transport.hsts-h2");

        Assert.Equal(VerificationOutcome.Hole, report.Outcome);
        Assert.All(report.Results.Skip(1), r => Assert.Equal((Verdict.Broken, "the answer has no Strict-Transport-Security"), (r.Verdict, r.Detail)));
    }

    [Theory]
    [InlineData("enabled", "addresses.workers-dev")]
    [InlineData("enabled", "addresses.workers-dev-run")]
    [InlineData("previewsEnabled", "addresses.preview")]
    public async Task An_address_open_that_no_rule_guards(string flag, string id) =>
        AssertHole(
            await deployment.VerifyWeakenedAsync(s => s.WithAddress(flag), "addresses"),
            id,
            "it got past the zone's rules; only Worker (host_not_allowed) stopped it"
        );

    [Fact]
    public async Task A_Worker_that_skips_the_bearer_check()
    {
        var report = await deployment.VerifyWeakenedAsync(
            s => s.WithoutBearerCheck(deployment.Target.Credentials.Token),
            "bearer",
            "notes.wrong-bearer",
            "service.wrong"
        );

        AssertHole(report, "bearer.wrong", "it was let in; the Worker only refused what it asked for (invalid_request)");
        AssertHole(report, "bearer.wrong-h2", "it was let in");
        AssertHole(report, "notes.wrong-bearer", "nothing refused it");
        Assert.Equal(Verdict.Refused, Result(report, "service.wrong").Verdict);
    }

    [Fact]
    public async Task A_rotation_that_did_not_end_the_old_token()
    {
        var report = await deployment.VerifyWeakenedAsync(s => s.WithOldToken(deployment.Target.Retired.Credentials!.Token), "retired");

        AssertHole(report, "retired.bearer", "it was let in; the Worker only refused what it asked for (invalid_request)");
        Assert.Equal(Verdict.Refused, Result(report, "retired.all").Verdict);
    }

    [Fact]
    public async Task A_Worker_that_looks_for_no_Access()
    {
        var report = await deployment.VerifyWeakenedAsync(s => s.WithoutAccessMode(), "contract.health-h1");

        Assert.Equal(
            (Verdict.Broken, "the Worker runs without Access"),
            (Result(report, "contract.health-h1").Verdict, Result(report, "contract.health-h1").Detail)
        );
        Assert.Equal(VerificationOutcome.Hole, report.Outcome);
    }

    [Fact]
    public async Task The_rate_limit_taken_away()
    {
        var whole = await deployment.VerifyWeakenedAsync(LowLimit, "flood");
        var open = await deployment.VerifyWeakenedAsync(s => s.Without("ratelimit"), "flood");

        Assert.Equal("rule nanoclaw_rate_limit", Result(whole, "flood.address").By);
        AssertHole(open, "flood.address", "60 requests of one address, and no limit");
    }

    private static DeclaredStack LowLimit(DeclaredStack stack) => stack.WithRateLimit(20);

    private static CheckResult Result(VerificationReport report, string id) => report.Results.Single(r => r.Id == id);

    private static void AssertHole(VerificationReport report, string id, string detail)
    {
        var result = Result(report, id);
        Assert.Equal(Verdict.LetIn, result.Verdict);
        Assert.Contains(detail, result.Detail, StringComparison.Ordinal);
        Assert.NotEqual("", result.Wrong);
        Assert.NotEqual("", result.Cure);
        Assert.Equal(VerificationOutcome.Hole, report.Outcome);
    }
}
