using NanoClaw.Agents;
using NanoClaw.Home.Configuration;

namespace NanoClaw.EndToEnd.Tests;

/// <summary>What <c>nanoclaw doctor</c> asks of the agent, asked of the real Worker behind the declared edge.</summary>
public sealed class ProbeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Credentials_are_tried_without_spending_a_run()
    {
        await using var agent = await LocalAgent.StartAsync(("runsPerDay", "1"));
        using var probe = Probe(agent);

        Assert.Equal("local", (await probe.ReadHealthAsync(Credentials(agent), Token)).Environment);
        await probe.CheckCredentialsAsync(Credentials(agent), Token);
        await probe.CheckCredentialsAsync(Credentials(agent), Token);

        using var request = agent.Request();
        using var response = await agent.Client.SendAsync(request, Token);
        Assert.True(response.IsSuccessStatusCode, "The one run of the day is still there.");
    }

    [Fact]
    public async Task A_wrong_token_and_a_wrong_service_token_are_told_apart()
    {
        await using var agent = await LocalAgent.StartAsync();
        using var probe = Probe(agent);
        var right = Credentials(agent);

        await Assert.ThrowsAsync<AgentUnauthorizedException>(() => probe.CheckCredentialsAsync(right with { Token = right.Token + "x" }, Token));
        await Assert.ThrowsAsync<AgentAccessDeniedException>(() =>
            probe.CheckCredentialsAsync(right with { AccessClientSecret = right.AccessClientSecret + "x" }, Token)
        );
        await Assert.ThrowsAsync<AgentAccessDeniedException>(() => probe.ReadHealthAsync(right with { AccessClientId = "x" + right.AccessClientId }, Token));
    }

    private static EndpointProbe Probe(LocalAgent agent) =>
        new(
            new CloudflareAgentOptions
            {
                Endpoint = agent.Cloud.Endpoint,
                CaFile = ProcessConfiguration.OpenFile(agent.Cloud.State.AgentConfigurationFile)[AgentConfigurationKeys.CaFile],
            }
        );

    private static AgentCredentials Credentials(LocalAgent agent) =>
        new()
        {
            Token = agent.Token,
            AccessClientId = agent.ClientId,
            AccessClientSecret = agent.ClientSecret,
        };
}
