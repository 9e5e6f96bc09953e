using System.Collections.Immutable;
using System.Text;

namespace NanoClaw.Verification.Wire;

/// <summary>A request exactly as it is sent: nothing is added, ordered, encoded or forbidden.</summary>
internal sealed record WireRequest
{
    public string Method { get; init; } = "GET";

    /// <summary>The request line's target.</summary>
    public required string Target { get; init; }

    /// <summary>The header Host; null leaves it out.</summary>
    public required string? Host { get; init; }

    public ImmutableArray<KeyValuePair<string, string>> Headers { get; init; } = [];

    public byte[]? Body { get; init; }

    /// <summary>The length that is claimed; null claims the body's own.</summary>
    public long? ClaimedLength { get; init; }

    public WireRoute Route { get; init; } = WireRoute.Proven;

    /// <summary>Over HTTP/2 instead of HTTP/1.1, as far as its client lets through.</summary>
    public bool OverHttp2 { get; init; }

    public WireRequest With(string name, string value) => this with { Headers = Headers.Add(new(name, value)) };

    public WireRequest Bearer(string token) => With("Authorization", "Bearer " + token);

    public WireRequest Service(string? id, string? secret) => With("CF-Access-Client-Id", id ?? "").With("CF-Access-Client-Secret", secret ?? "");

    /// <summary>As HTTP/1.1 writes it; the connection ends with the answer.</summary>
    public byte[] ToBytes()
    {
        var head = new StringBuilder().Append(Method).Append(' ').Append(Target).Append(" HTTP/1.1\r\n");
        if (Host is not null)
        {
            head.Append("Host: ").Append(Host).Append("\r\n");
        }

        foreach (var (name, value) in Headers)
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        if (Body is not null)
        {
            head.Append("Content-Length: ").Append(ClaimedLength ?? Body.Length).Append("\r\n");
        }

        head.Append("User-Agent: ").Append(WireClient.UserAgent).Append("\r\nConnection: close\r\n\r\n");
        return [.. Encoding.Latin1.GetBytes(head.ToString()), .. Body ?? []];
    }
}
