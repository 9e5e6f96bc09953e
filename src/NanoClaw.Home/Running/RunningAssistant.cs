using System.Net.Http.Json;
using System.Text.Json;
using NanoClaw.Home.Settings;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.Home.Running;

public enum WakeOutcome
{
    /// <summary>No process holds the store.</summary>
    NotRunning,
    Woken,

    /// <summary>It runs, and did not answer.</summary>
    NotHeard,
}

/// <summary>The assistant's process, seen from a command beside it.</summary>
public sealed class RunningAssistant(AssistantSettings settings)
{
    /// <summary>It is on this machine: who is silent for so long will not answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>The process that holds the store, in words; null if none does.</summary>
    public string? FindOwner() => SqliteStore.FindOwner(settings.StorePath);

    /// <summary>Has it look through everything now.</summary>
    public async Task<WakeOutcome> WakeAsync(CancellationToken cancellationToken)
    {
        if (FindOwner() is null)
        {
            return WakeOutcome.NotRunning;
        }

        if (await FindHealthAsync(cancellationToken) is null)
        {
            return WakeOutcome.NotHeard;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "/wake");
        request.Headers.Add("X-NanoClaw-Wake", "1");
        return await AskAsync(request, static (response, _) => Task.FromResult(response.IsSuccessStatusCode), cancellationToken)
            ? WakeOutcome.Woken
            : WakeOutcome.NotHeard;
    }

    /// <summary>What it says of itself; null where the process that holds this store does not answer.</summary>
    public async Task<AssistantHealth?> FindHealthAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/healthz");
        var health = await AskAsync(
            request,
            static (response, token) => response.Content.ReadFromJsonAsync(HealthJson.Default.AssistantHealth, token),
            cancellationToken
        );
        return health is not null && FindOwner()?.StartsWith($"process {health.ProcessId},", StringComparison.Ordinal) is true ? health : null;
    }

    private async Task<T?> AskAsync<T>(
        HttpRequestMessage request,
        Func<HttpResponseMessage, CancellationToken, Task<T?>> read,
        CancellationToken cancellationToken
    )
    {
        if (settings.Host.HealthPort is not { } port || port == 0)
        {
            return default;
        }

        // No proxy of the environment may come between two processes of one machine.
        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        using var http = new HttpClient(handler)
        {
            BaseAddress = new Uri($"http://127.0.0.1:{port}"),
            Timeout = Patience,
            MaxResponseContentBufferSize = 1_000_000,
        };
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            return await read(response, cancellationToken);
        }
        catch (Exception exception)
            when (exception is HttpRequestException or JsonException or NotSupportedException
                || (exception is TaskCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            return default;
        }
    }
}
