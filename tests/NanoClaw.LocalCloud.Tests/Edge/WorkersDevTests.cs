using System.Net;
using System.Text.Json.Nodes;

namespace NanoClaw.LocalCloud.Tests.Edge;

/// <summary>
/// What a Worker's addresses beside its hostname do, as on Cloudflare: nothing while they are off, and all past rules
/// and Access while they are on.
/// </summary>
public sealed class WorkersDevTests
{
    private const string Name = "moltworker.local.workers.dev";
    private const string Version = "0123abcd-moltworker.local.workers.dev";

    [Theory]
    [InlineData(Name)]
    [InlineData(Version)]
    [InlineData("another.local.workers.dev")]
    public async Task Nobody_is_there_while_they_are_switched_off_or_not_declared(string host)
    {
        await using var undeclared = await RunningEdge.StartAsync();
        await using var off = await RunningEdge.StartAsync(With(enabled: false, previews: false));

        foreach (var running in new[] { undeclared, off })
        {
            using var response = await running.SendAsync(running.Request("/healthz", host: host));

            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            Assert.Contains(
                "There is nothing here yet",
                await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
                StringComparison.Ordinal
            );
            Assert.Empty(running.Worker.Received);
        }
    }

    [Theory]
    [InlineData(true, false, Name, 200)]
    [InlineData(true, false, Version, 404)]
    [InlineData(false, true, Name, 404)]
    [InlineData(false, true, Version, 200)]
    [InlineData(true, true, "moltworker.somebody.workers.dev", 404)]
    [InlineData(true, true, "0123abc-moltworker.local.workers.dev", 404)]
    public async Task Each_switched_on_answers_without_rules_and_Access(bool enabled, bool previews, string host, int status)
    {
        await using var running = await RunningEdge.StartAsync(With(enabled, previews));

        // No rule of the hardened zone lets this path pass.
        using var response = await running.SendAsync(running.Request("/anything", host: host));

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status == 200 ? 1 : 0, running.Worker.Received.Count);
    }

    private static EdgeStack With(bool enabled, bool previews) =>
        EdgeStack
            .Hardened()
            .Add(
                "workersScriptSubdomain:WorkersScriptSubdomain",
                "subdomain",
                new JsonObject
                {
                    ["scriptName"] = "moltworker",
                    ["enabled"] = enabled,
                    ["previewsEnabled"] = previews,
                }
            );
}
