using System.Net.Sockets;

namespace NanoClaw.Verification.Tests;

/// <summary>What no deployment of ours does: the verification has to notice it all the same.</summary>
public sealed class StandInTests
{
    private const string Accepted = "invalid_request";

    [Fact]
    public async Task A_front_that_takes_the_hidden_request_for_one_that_was_judged()
    {
        // It looks at the first request alone, and hands both to the Worker.
        await using var server = StandIn.Start(request =>
            request.Contains("/nanoclaw-verify-hidden", StringComparison.Ordinal)
                ? StandIn.Refusal(400, Accepted) + StandIn.Refusal(404, "not_found")
                : StandIn.Refusal(400, Accepted)
        );

        var report = await VerifyAsync(server.Target, "smuggling.cl-te");

        AssertHole(report, "the hidden request came past the zone's rules; only Worker (not_found) stopped it");
    }

    [Fact]
    public async Task A_front_that_answers_the_next_client_with_the_hidden_request()
    {
        var poisoned = false;
        await using var server = StandIn.Start(request =>
        {
            if (request.Contains("/nanoclaw-verify-hidden", StringComparison.Ordinal))
            {
                poisoned = true;
                return StandIn.Refusal(400, Accepted);
            }

            (var wasPoisoned, poisoned) = (poisoned, false);
            return wasPoisoned ? StandIn.Refusal(404, "not_found") : StandIn.Refusal(400, Accepted);
        });

        var report = await VerifyAsync(server.Target, "smuggling.te-cl");

        AssertHole(report, "the next request was answered with what was meant for the hidden one: Worker (not_found)");
    }

    [Theory]
    [InlineData("transport.tls-1.0", 0x01)]
    [InlineData("transport.tls-1.1", 0x02)]
    [InlineData("transport.ssl-3", 0x00)]
    public async Task A_server_that_agrees_on_an_old_version(string id, byte minor)
    {
        // A ServerHello of the version that was offered, as far as it is read.
        await using var server = StandIn.StartRaw(async connection =>
        {
            var hello = new byte[5];
            await connection.ReadExactlyAsync(hello);
            var rest = new byte[(hello[3] << 8) | hello[4]];
            await connection.ReadExactlyAsync(rest);
            await connection.WriteAsync(new byte[] { 22, 3, minor, 0, 42, 2, 0, 0, 38, rest[4], rest[5] });
            connection.Socket.Shutdown(SocketShutdown.Send);
        });

        var check = VerificationPlan.All.Single(c => c.Id == id);
        using var wire = new Wire.WireClient(server.Target);
        var finding = await check.TryAsync(new CheckContext(server.Target, wire, TimeProvider.System), TestContext.Current.CancellationToken);

        Assert.Equal(Verdict.LetIn, finding.Verdict);
        Assert.Contains($"03{minor:x2}", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alert_is_a_refusal()
    {
        await using var server = StandIn.StartRaw(async connection => await connection.WriteAsync(new byte[] { 21, 3, 1, 0, 2, 2, 70 }));

        using var wire = new Wire.WireClient(server.Target);
        var finding = await VerificationPlan
            .All.Single(c => c.Id == "transport.tls-1.0")
            .TryAsync(new CheckContext(server.Target, wire, TimeProvider.System), TestContext.Current.CancellationToken);

        Assert.Equal(Verdict.Refused, finding.Verdict);
    }

    [Fact]
    public async Task A_connection_that_is_closed_proves_nothing_where_a_proper_request_was_sent()
    {
        await using var server = StandIn.Start(request =>
            request.Contains("Bearer the-bearer-token", StringComparison.Ordinal) && request.Contains("the-service-secret", StringComparison.Ordinal)
                ? StandIn.Refusal(400, Accepted)
                : ""
        );

        var report = await VerifyAsync(server.Target, "credentials.none", "hosts.none");

        Assert.Equal(Verdict.Inconclusive, report.Results[1].Verdict);
        Assert.Equal(Verdict.Refused, report.Results[2].Verdict);
        Assert.Equal(VerificationOutcome.Inconclusive, report.Outcome);
    }

    [Fact]
    public async Task A_server_whose_certificate_nobody_vouches_for_is_told_nothing()
    {
        var heard = "";
        await using var server = StandIn.Start(request => heard += request);

        var report = await VerifyAsync(server.Target with { CaFile = null }, "credentials.none");

        Assert.Equal(VerificationOutcome.Inconclusive, report.Outcome);
        Assert.Contains("certificate", report.Why, StringComparison.Ordinal);
        Assert.Equal("", heard);
    }

    [Fact]
    public async Task A_server_that_refuses_everybody_proves_nothing()
    {
        await using var server = StandIn.Start(_ => "HTTP/1.1 403 -\r\nContent-Length: 0\r\n\r\n");

        var report = await VerifyAsync(server.Target, "credentials", "bearer", "contract");

        Assert.Equal(VerificationOutcome.Inconclusive, report.Outcome);
        Assert.DoesNotContain(report.Results, r => r.Verdict is Verdict.Refused or Verdict.Kept);
    }

    [Fact]
    public async Task No_secret_gets_into_the_report()
    {
        // It echoes what it was sent, in each place that a report could take something from.
        await using var server = StandIn.Start(request =>
            StandIn.Json(
                400,
                StandIn.Error(
                    request.Contains("the-service-secret", StringComparison.Ordinal) ? Accepted : "the-bearer-token",
                    "the-bearer-token the-service-secret"
                )
            )
        );

        var report = await VerifyAsync(server.Target, "credentials", "service", "contract.json-h1");

        Assert.DoesNotContain("the-bearer-token", report.ToJson() + JUnitReport.Write(report), StringComparison.Ordinal);
        Assert.DoesNotContain("the-service-secret", report.ToJson() + JUnitReport.Write(report), StringComparison.Ordinal);
    }

    private static Task<VerificationReport> VerifyAsync(VerificationTarget target, params string[] only) =>
        new Verifier(target, TimeProvider.System) { Pace = TimeSpan.Zero }.RunAsync(
            VerificationPlan.Of(new CheckSelection { Only = only }),
            progress: null,
            TestContext.Current.CancellationToken
        );

    private static void AssertHole(VerificationReport report, string detail)
    {
        Assert.Equal((Verdict.LetIn, detail), (report.Results[1].Verdict, report.Results[1].Detail));
        Assert.Equal(VerificationOutcome.Hole, report.Outcome);
    }
}
