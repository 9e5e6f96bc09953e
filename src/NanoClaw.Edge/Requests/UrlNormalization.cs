using System.Buffers;
using System.Text;

namespace NanoClaw.Edge.Requests;

/// <summary>
/// Cloudflare's own normalisation of a path, on by default for what rules, Access and Workers see.
/// Source: https://developers.cloudflare.com/rules/normalization/how-it-works/.
/// </summary>
public static class UrlNormalization
{
    // Unreserved and reserved characters of RFC 3986, and the percent sign of an escape: everything else is percent-encoded.
    private static readonly SearchValues<char> Kept = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?#[]@!$&'()*+,;="
    );

    /// <summary>The normalised path.</summary>
    /// <param name="path">A path as received, a character a byte, starting with a slash.</param>
    public static string Normalize(string path)
    {
        var needsWork =
            path.AsSpan().IndexOfAnyExcept(Kept) >= 0 || path.Contains("//", StringComparison.Ordinal) || path.Contains("/.", StringComparison.Ordinal);
        return needsWork ? RemoveDotSegments(MergeSlashes(NormalizeCharacters(path))) : path;
    }

    private static string NormalizeCharacters(string path)
    {
        var result = new StringBuilder(path.Length);
        for (var i = 0; i < path.Length; i++)
        {
            var c = path[i];
            if (c == '%' && i + 2 < path.Length && char.IsAsciiHexDigit(path[i + 1]) && char.IsAsciiHexDigit(path[i + 2]))
            {
                var value = Convert.ToByte(path.Substring(i + 1, 2), 16);
                _ = IsUnreserved((char)value) ? result.Append((char)value) : AppendEncoded(result, value);
                i += 2;
            }
            else if (c == '\\')
            {
                result.Append('/');
            }
            else if (Kept.Contains(c))
            {
                result.Append(c);
            }
            else
            {
                AppendEncoded(result, (byte)c);
            }
        }

        return result.ToString();
    }

    private static string MergeSlashes(string path)
    {
        var result = new StringBuilder(path.Length);
        foreach (var c in path)
        {
            if (c != '/' || result.Length == 0 || result[^1] != '/')
            {
                result.Append(c);
            }
        }

        return result.ToString();
    }

    private static string RemoveDotSegments(string path)
    {
        var kept = new List<string>();
        var segments = path.Split('/');
        for (var i = 1; i < segments.Length; i++)
        {
            if (segments[i] is not ("." or ".."))
            {
                kept.Add(segments[i]);
                continue;
            }

            if (segments[i] == ".." && kept.Count > 0)
            {
                kept.RemoveAt(kept.Count - 1);
            }

            if (i == segments.Length - 1)
            {
                kept.Add("");
            }
        }

        return "/" + string.Join('/', kept);
    }

    private static StringBuilder AppendEncoded(StringBuilder result, byte value) => result.Append('%').Append(value.ToString("X2"));

    private static bool IsUnreserved(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~';
}
