using System.Buffers;

namespace NanoClaw.Edge.Building;

/// <summary>
/// The request's fields that the rules of this project use.
/// Reference: https://developers.cloudflare.com/ruleset-engine/rules-language/fields/reference/
/// </summary>
public static class RequestFields
{
    private static readonly SearchValues<char> HeaderName = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>The host name, as it was sent: see <see cref="TextField.InLowerCase"/>.</summary>
    public static TextField Host { get; } = new("http.host");

    /// <summary>The path, without the query.</summary>
    public static TextField Path { get; } = new("http.request.uri.path");

    /// <summary>The method, in upper case.</summary>
    public static TextField Method { get; } = new("http.request.method");

    /// <summary>Holds when the request came by HTTPS.</summary>
    public static RuleCondition IsHttps { get; } = RuleCondition.Atom("ssl");

    /// <summary>Holds when the request carries the header, whatever its value.</summary>
    /// <remarks>
    /// By the map, whose keys are in lower case: the list of names has them as they were sent, so that it holds "Authorization"
    /// over HTTP/1.1 and "authorization" over HTTP/2. Neither field needs a plan in a custom rule. A header that is missing, or
    /// was dropped because there were too many, does not hold.
    /// </remarks>
    /// <param name="name">The header's name in lower case.</param>
    /// <exception cref="ArgumentException">The name is empty, has upper-case letters, or characters no header has.</exception>
    public static RuleCondition HasHeader(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return name.AsSpan().ContainsAnyExcept(HeaderName)
            ? throw new ArgumentException($"'{name}' is not a header's name in lower case.", nameof(name))
            : RuleCondition.Atom($"len(http.request.headers[{RuleLiteral.Text(name)}]) gt 0");
    }
}
