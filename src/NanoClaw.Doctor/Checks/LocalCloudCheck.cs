using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using NanoClaw.Agents;
using NanoClaw.Home.Configuration;
using NanoClaw.LocalCloud;

namespace NanoClaw.Doctor.Checks;

/// <summary>Whether what <c>nanoclaw dev</c> left behind is taken for an agent that is there.</summary>
public sealed class LocalCloudCheck : IDoctorCheck
{
    public string Name => "local cloud";

    public async IAsyncEnumerable<Finding> RunAsync(DoctorContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var file = StateFolder.Of(context.Cli.ProjectFolder, StackName.Local).AgentConfigurationFile;
        if (!File.Exists(file) || !Uri.TryCreate(ProcessConfiguration.OpenFile(file)[AgentConfigurationKeys.Endpoint], UriKind.Absolute, out var endpoint))
        {
            yield return Finding.Skipped("Not used: 'nanoclaw dev' runs the agent on this machine.");
            yield break;
        }

        var isUsed = !context.UsesContainers && context.Agent?.Cloudflare.Endpoint == endpoint;
        if (await AnswersAsync(endpoint.Port, cancellationToken))
        {
            yield return Finding.Ok($"It runs at {endpoint.Authority}{(isUsed ? "" : ", and the settings name another agent")}");
        }
        else if (isUsed)
        {
            yield return Finding.Problem(
                $"The settings name no agent but the local cloud's, left in {file}, and it does not run.",
                "Start it: nanoclaw dev. Or take a stack's: nanoclaw config pull --stack NAME"
            );
        }
        else
        {
            yield return Finding.Ok("It does not run, and is not needed.");
        }
    }

    private static async Task<bool> AnswersAsync(int port, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
