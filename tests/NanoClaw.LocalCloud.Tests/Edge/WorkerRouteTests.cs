using System.Net;
using System.Text.Json.Nodes;
using NanoClaw.LocalCloud.Edge;
using NanoClaw.LocalCloud.Edge.Declared;

namespace NanoClaw.LocalCloud.Tests.Edge;

/// <summary>A route goes before the hostname's custom domain, for what its pattern says and nothing else.</summary>
public sealed class WorkerRouteTests
{
    [Theory]
    [InlineData("a.example.com/admin*", "a.example.com", "/admin", true)]
    [InlineData("a.example.com/admin*", "A.Example.COM", "/admin/switch?to=off", true)]
    [InlineData("a.example.com/admin*", "a.example.com", "/admin?x=1", true)]
    [InlineData("a.example.com/admin*", "a.example.com", "/administrator", true)]
    [InlineData("a.example.com/admin*", "a.example.com", "/Admin", false)]
    [InlineData("a.example.com/admin*", "b.example.com", "/admin", false)]
    [InlineData("a.example.com/admin", "a.example.com", "/admin", true)]
    [InlineData("a.example.com/admin", "a.example.com", "/admin?x=1", false)]
    [InlineData("https://a.example.com/*", "a.example.com", "/", true)]
    public void The_pattern_is_held_against_the_whole_address(string pattern, string host, string pathAndQuery, bool covers) =>
        Assert.Equal(covers, WorkerRoute.Parse(pattern, "page")!.Covers(host, pathAndQuery));

    [Theory]
    [InlineData("*.example.com/admin*")]
    [InlineData("a.example.com/*/admin")]
    [InlineData("a.example.com")]
    [InlineData("")]
    [InlineData(null)]
    public void A_pattern_that_this_edge_does_not_know_is_refused(string? pattern) => Assert.Null(WorkerRoute.Parse(pattern, "page"));

    [Fact]
    public async Task What_a_route_covers_reaches_its_script_and_the_rest_the_domain_s()
    {
        var stack = EdgeStack
            .Hardened()
            .Without("admin")
            .Without("agent")
            .Add("workersRoute:WorkersRoute", "route", new JsonObject { ["pattern"] = $"{EdgeStack.AgentHost}/admin*", ["script"] = "page" });
        await using var running = await RunningEdge.StartAsync(stack);
        await using var page = await EchoWorker.StartAsync(null);
        running.Edge.Apply(
            stack.Build(),
            new Dictionary<string, Uri>(StringComparer.Ordinal) { ["moltworker"] = running.Worker.Address, ["page"] = page.Address }
        );

        using var admin = await running.SendAsync(running.Request("/admin?x=1"));
        using var health = await running.SendAsync(running.Request("/healthz"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (admin.StatusCode, health.StatusCode));
        Assert.Single(page.Received);
        Assert.Single(running.Worker.Received);
    }

    [Fact]
    public async Task Of_two_routes_the_more_specific_one_goes_first_and_the_domain_s_script_is_asked_for_nothing()
    {
        var stack = EdgeStack
            .Hardened()
            .Without("admin")
            .Without("agent")
            .Add("workersRoute:WorkersRoute", "all", new JsonObject { ["pattern"] = $"{EdgeStack.AgentHost}/*", ["script"] = "front" })
            .Add("workersRoute:WorkersRoute", "route", new JsonObject { ["pattern"] = $"{EdgeStack.AgentHost}/admin*", ["script"] = "page" });
        await using var running = await RunningEdge.StartAsync(stack);
        await using var page = await EchoWorker.StartAsync(null);
        await using var front = await EchoWorker.StartAsync(null);
        running.Edge.Apply(
            stack.Build(),
            new Dictionary<string, Uri>(StringComparer.Ordinal)
            {
                ["moltworker"] = running.Worker.Address,
                ["page"] = page.Address,
                ["front"] = front.Address,
            }
        );

        foreach (var path in (string[])["/admin?x=1", "/healthz", "/v1/agent/run", "/"])
        {
            using var answer = await running.SendAsync(running.Request(path));
        }

        Assert.Single(page.Received);
        Assert.NotEmpty(front.Received);
        Assert.Empty(running.Worker.Received);
    }

    [Fact]
    public void A_route_without_a_script_stops_the_start() =>
        Assert.Contains(
            "a route needs a script",
            Assert
                .Throws<LocalEdgeException>(() =>
                    DeclaredEdgeReader.Read(
                        EdgeStack.Hardened().Add("workersRoute:WorkersRoute", "route", new JsonObject { ["pattern"] = "a.example.com/x*" }).Build()
                    )
                )
                .Message,
            StringComparison.Ordinal
        );
}
