using System.Buffers;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json.Serialization;

namespace NanoClaw.Agents;

/// <summary>What proves this client to Cloudflare Access and to the Worker. Its text form shows none of it.</summary>
[DebuggerDisplay("AgentCredentials")]
public sealed record AgentCredentials
{
    // Visible ASCII without a space: what a header can carry without being split or refused with its value in an exception.
    private static readonly SearchValues<char> HeaderCharacters = SearchValues.Create([.. Enumerable.Range(0x21, 0x7e - 0x21 + 1).Select(c => (char)c)]);

    /// <summary>The Worker's bearer token.</summary>
    [JsonIgnore]
    public string Token { get; init; } = "";

    /// <summary>The token of backups; null where this process has none.</summary>
    [JsonIgnore]
    public string? BackupToken { get; init; }

    /// <summary>The Access service token's id, or null for a local Worker that was declared without Access.</summary>
    [JsonIgnore]
    public string? AccessClientId { get; init; }

    /// <summary>The Access service token's secret, or null with a null <see cref="AccessClientId"/>.</summary>
    [JsonIgnore]
    public string? AccessClientSecret { get; init; }

    /// <summary>The name of the type, and nothing of what it holds.</summary>
    public override string ToString() => nameof(AgentCredentials);

    /// <summary>What is wrong with these for this endpoint, each naming the configuration key; empty where nothing is.</summary>
    internal IReadOnlyList<string> Mistakes(Uri? endpoint)
    {
        // The usual case, met on every call, allocates nothing.
        if (IsHeaderValue(Token) && IsHeaderValue(AccessClientId) && IsHeaderValue(AccessClientSecret))
        {
            return [];
        }

        var mistakes = new List<string>();
        Check(AgentConfigurationKeys.Token, "agentToken", Token, mustBeSet: true);

        // Only a Worker on this machine can have been declared without Access.
        var accessNeeded =
            endpoint is not { IsAbsoluteUri: true }
            || !(endpoint.IsLoopback || AgentTransport.IsLocalhost(endpoint.Host))
            || AccessClientId is not null
            || AccessClientSecret is not null;
        Check(AgentConfigurationKeys.AccessClientId, "accessClientId", AccessClientId, accessNeeded);
        Check(AgentConfigurationKeys.AccessClientSecret, "accessClientSecret", AccessClientSecret, accessNeeded);
        return mistakes;

        void Check(string key, string output, string? value, bool mustBeSet)
        {
            if (string.IsNullOrEmpty(value))
            {
                if (mustBeSet)
                {
                    mistakes.Add($"{key} is missing. Set it to the stack's output {output}: nanoclaw config pull.");
                }
            }
            else if (!IsHeaderValue(value))
            {
                mistakes.Add($"{key} must be printable ASCII without spaces or line ends. Set it to the stack's output {output}: nanoclaw config pull.");
            }
        }
    }

    /// <summary>Puts them on a request. They were checked before: .NET's own validation would quote the value in its exception.</summary>
    internal void AddTo(HttpRequestHeaders headers)
    {
        headers.TryAddWithoutValidation("Authorization", "Bearer " + Token);
        if (this is { AccessClientId: { } accessId, AccessClientSecret: { } accessSecret })
        {
            headers.TryAddWithoutValidation("CF-Access-Client-Id", accessId);
            headers.TryAddWithoutValidation("CF-Access-Client-Secret", accessSecret);
        }
    }

    /// <summary>What makes a server's words fit for a message, should it echo these.</summary>
    internal WireSafety Safety() => new([Token, BackupToken, AccessClientSecret, AccessClientId]);

    private static bool IsHeaderValue(string? value) => value is { Length: > 0 and <= 4096 } && !value.AsSpan().ContainsAnyExcept(HeaderCharacters);
}
