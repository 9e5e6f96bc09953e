using System.Runtime.CompilerServices;
using System.Text.Json;
using NanoClaw.Home.Keys;

namespace NanoClaw.Doctor.Checks;

/// <summary>Whether the port of <c>/healthz</c> is free or the assistant's, and what it says of itself.</summary>
public sealed class HealthPortCheck : IDoctorCheck
{
    private const int MaxBytes = 64 * 1024;

    public string Name => "health";

    public async IAsyncEnumerable<Finding> RunAsync(DoctorContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (context.Settings is not { Host.HealthPort: { } port } || port == 0)
        {
            yield return Finding.Skipped("/healthz is not served.");
            yield break;
        }

        yield return await AskAsync(port, context.Owner is not null, cancellationToken);
    }

    private static async Task<Finding> AskAsync(int port, bool isRunning, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(5), MaxResponseContentBufferSize = MaxBytes };
        try
        {
            using var response = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/healthz"), cancellationToken);
            return Describe(await response.Content.ReadAsStringAsync(cancellationToken)) ?? Taken(port);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError is HttpRequestError.ConnectionError)
        {
            return isRunning
                ? Finding.Warning(
                    $"The assistant runs, but nothing answers on port {port}.",
                    $"Was {AssistantKeys.HealthPort} changed since it was started, or the port taken then? Its log tells."
                )
                : Finding.Ok($"Port {port} is free.");
        }
        catch (Exception exception)
            when (exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return Taken(port);
        }
    }

    private static Finding? Describe(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.TryGetProperty("processId", out var id) && json.RootElement.TryGetProperty("status", out var status))
            {
                var text = $"process {id} says: {status}";
                return status.ValueEquals("ok") ? Finding.Ok(text) : Finding.Warning(text, "nanoclaw status shows which part.");
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not ours.
        }

        return null;
    }

    private static Finding Taken(int port) =>
        Finding.Problem(
            $"Another program has port {port}: /healthz and /metrics would not be served.",
            $"Name a free one: {AssistantKeys.HealthPort}={port + 1}, or none."
        );
}
