namespace NanoClaw.LocalCloud.Edge.Access;

/// <summary>
/// A hostname and path that an application protects. A path without asterisk covers what is below it too; <c>/alpha/*</c> does not cover
/// <c>/alpha</c>; <c>*.example.com</c> covers one label. Source: https://developers.cloudflare.com/cloudflare-one/access-controls/policies/app-paths/.
/// </summary>
internal sealed record AccessDestination
{
    private readonly string[] _labels;
    private readonly string[] _path;

    private AccessDestination(string host, string path)
    {
        Host = host;
        Path = path;
        _labels = host.Split('.');
        _path = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
    }

    public string Host { get; }

    public string Path { get; }

    /// <summary>Destinations are asked in this order: exact hosts, then longer paths, then those without asterisks.</summary>
    public (int WildcardsInHost, int PathSegments, int WildcardsInPath) Specificity => (Host.Count(c => c == '*'), -_path.Length, Path.Count(c => c == '*'));

    /// <summary>Reads <c>host/path</c>, as in an application's domain or a destination's uri.</summary>
    public static AccessDestination Parse(string uri)
    {
        var text = uri.StartsWith("https://", StringComparison.Ordinal) ? uri["https://".Length..] : uri;
        var slash = text.IndexOf('/');
        return slash < 0 ? new(text, "") : new(text[..slash], text[slash..]);
    }

    public bool Covers(string host, string path)
    {
        var labels = host.Split('.');
        if (labels.Length != _labels.Length)
        {
            return false;
        }

        for (var i = 0; i < labels.Length; i++)
        {
            if (!Matches(_labels[i], labels[i], StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        var segments = path.TrimStart('/').Split('/');
        if (segments.Length < _path.Length)
        {
            return false;
        }

        for (var i = 0; i < _path.Length; i++)
        {
            if (!Matches(_path[i], segments[i], StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    // One asterisk a label or segment, as Cloudflare takes them.
    private static bool Matches(string pattern, string value, StringComparison comparison)
    {
        var asterisk = pattern.IndexOf('*');
        if (asterisk < 0)
        {
            return pattern.Equals(value, comparison);
        }

        var suffix = pattern.AsSpan(asterisk + 1);
        return value.Length >= asterisk + suffix.Length
            && value.AsSpan().StartsWith(pattern.AsSpan(0, asterisk), comparison)
            && value.AsSpan().EndsWith(suffix, comparison);
    }
}
