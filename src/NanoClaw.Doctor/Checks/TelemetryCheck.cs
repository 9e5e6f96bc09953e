using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace NanoClaw.Doctor.Checks;

/// <summary>Whether the collector of traces and metrics is there, if one is named.</summary>
public sealed class TelemetryCheck : IDoctorCheck
{
    private const string Key = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public string Name => "telemetry";

    public async IAsyncEnumerable<Finding> RunAsync(DoctorContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if ((context.Cli.Variable(Key) ?? context.Configuration?[Key]) is not { Length: > 0 } text)
        {
            yield return Finding.Skipped($"Not exported: {Key} is not set.");
            yield break;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https"))
        {
            yield return Finding.Problem($"{Key} is not an address.", $"Example: {Key}=http://localhost:4318");
            yield break;
        }

        if (context.Offline && !endpoint.IsLoopback)
        {
            yield return Finding.Skipped("Not asked (--offline).");
            yield break;
        }

        yield return await ConnectAsync(endpoint, cancellationToken);
    }

    private static async Task<Finding> ConnectAsync(Uri endpoint, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(endpoint.DnsSafeHost, endpoint.Port, cancellationToken);
            return Finding.Ok(endpoint.Authority);
        }
        catch (SocketException exception)
        {
            return Finding.Warning(
                $"No collector answers at {endpoint.Authority} ({exception.SocketErrorCode}): traces and metrics are dropped.",
                $"Start it, or unset {Key}."
            );
        }
    }
}
