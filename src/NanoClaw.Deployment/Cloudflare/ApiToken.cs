using System.Diagnostics.CodeAnalysis;

namespace NanoClaw.Deployment.Cloudflare;

/// <summary>An API token of Cloudflare. Its value leaves it for the <c>Authorization</c> header and a child's environment, and for nothing else.</summary>
public sealed class ApiToken
{
    private const int GlobalKeyLength = 37;

    private readonly string _value;

    private ApiToken(string value) => _value = value;

    /// <summary>Takes a token as it was pasted, with blanks around it or the word <c>Bearer</c> before it.</summary>
    /// <param name="text">What was typed, or read.</param>
    /// <param name="token">The token.</param>
    /// <param name="mistake">What is wrong with the text, without repeating any of it.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ApiToken? token, [NotNullWhen(false)] out string? mistake)
    {
        var bare = text?.Trim() ?? "";
        if (bare.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            bare = bare["Bearer ".Length..].Trim();
        }

        mistake = bare switch
        {
            "" => "The API token is empty.",
            { Length: GlobalKeyLength } when bare.All(char.IsAsciiHexDigitLower) =>
                "That is the Global API Key, which may do everything. Make an API token instead.",
            { Length: < 20 or > 512 } => "That is no API token: it has 40 characters or more.",
            _ when !bare.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.') =>
                "That is no API token: it holds letters, digits, '_' and '-' alone.",
            _ => null,
        };
        token = mistake is null ? new(bare) : null;
        return mistake is null;
    }

    /// <summary>The value. Never to be part of an argument, a message or a log.</summary>
    public string Reveal() => _value;

    /// <summary>Takes the token out of a text that comes from elsewhere.</summary>
    public string Hide(string text) => text.Replace(_value, "[token]", StringComparison.Ordinal);

    public override string ToString() => "[token]";
}
