using System.Net;
using System.Net.Sockets;

namespace NanoClaw.Agents.Tests;

public sealed class BrokenConnectionTests
{
    /// <summary>
    /// The moment counts: .NET asks a new connection for its remote address, and where it is gone by then, what is
    /// thrown is the socket's own exception. So there are many.
    /// </summary>
    [Fact]
    public async Task A_connection_that_is_reset_as_soon_as_it_is_made_is_told_as_one_that_failed()
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var resetting = Task.Run(() => ResetAll(listener));
        var options = new CloudflareAgentOptions
        {
            Endpoint = new Uri($"https://agent.localhost:{((IPEndPoint)listener.LocalEndPoint!).Port}"),
            MaxRetries = 0,
        };
        using (var runtime = new CloudflareAgentRuntime(options, new FixedCredentials()))
        {
            for (var i = 0; i < 1000; i++)
            {
                var failure = await Assert.ThrowsAsync<AgentUnavailableException>(() => runtime.StreamAsync(TestRun.Request).ListAsync());
                Assert.Equal(AgentErrorCodes.ConnectionFailed, failure.Code);
            }
        }

        listener.Close();
        await resetting;
    }

    private static void ResetAll(Socket listener)
    {
        while (true)
        {
            try
            {
                var connection = listener.Accept();
                connection.LingerState = new LingerOption(enable: true, seconds: 0);
                connection.Close();
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
