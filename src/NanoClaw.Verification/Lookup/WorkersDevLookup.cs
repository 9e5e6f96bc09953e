using System.Net.Http.Headers;
using System.Text.Json;

namespace NanoClaw.Verification.Lookup;

/// <summary>Asks Cloudflare's API by which names a Worker would answer at <c>workers.dev</c>.</summary>
public sealed class WorkersDevLookup : IDisposable
{
    private const int VersionDigits = 8;
    private const int MaxBytes = 256 * 1024;

    private static readonly Uri Api = new("https://api.cloudflare.com/client/v4/");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly HttpClient _http;

    /// <param name="apiToken">With the permission Workers Scripts: Read.</param>
    /// <param name="api">The API's address, with a slash at its end; null: Cloudflare's.</param>
    public WorkersDevLookup(string apiToken, Uri? api = null)
    {
        _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, ActivityHeadersPropagator = null })
        {
            BaseAddress = api ?? Api,
            Timeout = Patience,
            MaxResponseContentBufferSize = MaxBytes,
        };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiToken);
    }

    /// <summary>The Worker's name there and the one of its newest version; null each where it cannot be had.</summary>
    public async Task<(string? Name, string? Version)> FindAsync(string accountId, string worker, CancellationToken cancellationToken)
    {
        if (
            await GetAsync($"accounts/{Uri.EscapeDataString(accountId)}/workers/subdomain", cancellationToken) is not { } account
            || Text(account, "subdomain") is not { } subdomain
        )
        {
            return (null, null);
        }

        var name = $"{worker}.{subdomain}.workers.dev";
        var deployments = await GetAsync(
            $"accounts/{Uri.EscapeDataString(accountId)}/workers/scripts/{Uri.EscapeDataString(worker)}/deployments",
            cancellationToken
        );
        return (IsName(name) ? name : null, NewestVersion(deployments) is { } version && IsName($"{version}-{name}") ? $"{version}-{name}" : null);
    }

    public void Dispose() => _http.Dispose();

    private static string? NewestVersion(JsonElement? deployments) =>
        deployments is { ValueKind: JsonValueKind.Object } found
        && found.TryGetProperty("deployments", out var list)
        && list.ValueKind == JsonValueKind.Array
        && list.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } newest
        && newest.TryGetProperty("versions", out var versions)
        && versions.ValueKind == JsonValueKind.Array
        && versions.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } version
        && Text(version, "version_id") is { Length: > VersionDigits } id
            ? id[..VersionDigits]
            : null;

    // Without it some attempts are not made, which the report says; that is all.
    private async Task<JsonElement?> GetAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                return null;
            }

            using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            return
                answer.RootElement.ValueKind == JsonValueKind.Object
                && answer.RootElement.TryGetProperty("result", out var result)
                && result.ValueKind == JsonValueKind.Object
                ? result.Clone()
                : null;
        }
        catch (Exception exception)
            when (exception is HttpRequestException or JsonException or IOException
                || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            return null;
        }
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool IsName(string host) =>
        host.Length <= 253 && host.Split('.').All(label => label.Length is > 0 and <= 63 && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
}
