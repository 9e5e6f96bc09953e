using NanoClaw.Store.Sqlite;

namespace NanoClaw.Cli.Running;

internal enum WakeOutcome
{
    /// <summary>No process holds the store.</summary>
    NotRunning,
    Woken,
    /// <summary>It runs, and did not answer.</summary>
    NotHeard,
}

/// <summary>The assistant's process, seen from a command beside it.</summary>
internal sealed class RunningAssistant(AssistantSettings settings)
{
    /// <summary>It is on this machine: who is silent for so long will not answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>The process that holds the store, in words; null if none does.</summary>
    public string? Owner => SqliteStore.FindOwner(settings.StorePath);

    /// <summary>Has it look through everything now.</summary>
    public async Task<WakeOutcome> WakeAsync(CancellationToken cancellationToken)
    {
        if (Owner is null)
        {
            return WakeOutcome.NotRunning;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "/wake");
        request.Headers.Add("X-NanoClaw", "wake");
        using var response = await SendAsync(request, cancellationToken);
        return response is { IsSuccessStatusCode: true } ? WakeOutcome.Woken : WakeOutcome.NotHeard;
    }

    /// <summary>What it says of itself as JSON; null where it does not answer.</summary>
    public async Task<string?> ReadHealthAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/healthz");
        using var response = await SendAsync(request, cancellationToken);
        return response is null ? null : await response.Content.ReadAsStringAsync(cancellationToken);
    }

    private async Task<HttpResponseMessage?> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (settings.Host.HealthPort is not { } port || port == 0)
        {
            return null;
        }

        // No proxy of the environment may come between two processes of one machine.
        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = Patience };
        try
        {
            return await http.SendAsync(request, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }
}
