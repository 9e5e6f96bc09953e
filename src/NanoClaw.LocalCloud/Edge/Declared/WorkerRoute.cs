namespace NanoClaw.LocalCloud.Edge.Declared;

/// <summary>
/// A route to a Worker: it goes before the hostname's custom domain. The pattern is held against the whole address, the query with
/// it, so one without an asterisk at its end is met by no address with a query.
/// Source: https://developers.cloudflare.com/workers/configuration/routing/routes/#matching-behavior.
/// </summary>
/// <param name="Host">The hostname.</param>
/// <param name="Path">Path and query, or how they begin.</param>
/// <param name="IsPrefix">Whether the pattern ends with an asterisk.</param>
/// <param name="Script">The Worker.</param>
internal sealed record WorkerRoute(string Host, string Path, bool IsPrefix, string Script)
{
    /// <summary>Reads a pattern; null where it is none, or one that this edge does not know.</summary>
    public static WorkerRoute? Parse(string? pattern, string? script)
    {
        var text = pattern?.StartsWith("https://", StringComparison.Ordinal) == true ? pattern["https://".Length..] : pattern;
        if (script is null || text?.IndexOf('/', StringComparison.Ordinal) is not > 0)
        {
            return null;
        }

        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var (host, path) = (text[..slash], text[slash..]);
        var isPrefix = path.EndsWith('*');
        path = isPrefix ? path[..^1] : path;
        return host.Contains('*', StringComparison.Ordinal) || path.Contains('*', StringComparison.Ordinal) ? null : new(host, path, isPrefix, script);
    }

    public bool Covers(string host, string pathAndQuery) =>
        host.Equals(Host, StringComparison.OrdinalIgnoreCase) && (IsPrefix ? pathAndQuery.StartsWith(Path, StringComparison.Ordinal) : pathAndQuery == Path);
}
