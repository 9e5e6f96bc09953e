using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NanoClaw.EndToEnd.Tests.Attacks;

/// <summary>
/// What the obedient model takes for an order, wherever it stands: <c>DO[tool|name=value|...]</c>, <c>DO*30[...]</c> in
/// one reply, <c>LOOP[...]</c> in each reply anew, <c>SAY[text]</c>. Neither frames nor escaping nor invisible or
/// look-alike characters keep it from one.
/// </summary>
internal sealed partial record Order(string Verb, int Times, string Body)
{
    public const string Say = "SAY";
    public const string Loop = "LOOP";

    /// <summary>By which a call of it is known again in a conversation.</summary>
    public string Id { get; } = "do_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Verb + Body)))[..16];

    public string Tool => Parts(Body).First();

    public static IReadOnlyList<Order> In(string text)
    {
        var orders = new List<Order>();
        for (var match = Beginning().Match(text); match.Success; )
        {
            var end = EndOf(text, match.Index + match.Length);
            if (end >= 0)
            {
                var times = match.Groups["times"] is { Success: true } number ? int.Parse(number.Value, CultureInfo.InvariantCulture) : 1;
                orders.Add(new Order(match.Groups["verb"].Value, times, text[(match.Index + match.Length)..end]));
            }

            match = Beginning().Match(text, end < 0 ? match.Index + match.Length : end);
        }

        return [.. orders.Distinct()];
    }

    /// <summary>A text without all that hides an order in it from a simpler reader.</summary>
    public static string Reveal(string text)
    {
        for (var times = 0; times < 4 && text.Contains('&', StringComparison.Ordinal); times++)
        {
            text = WebUtility.HtmlDecode(text);
        }

        text = Numbers().Replace(text, "");
        text = new string([.. text.Where(character => char.GetUnicodeCategory(character) is not UnicodeCategory.Format)]);
        text = text.Normalize(NormalizationForm.FormKC);
        return Encoded().Replace(text, match => Encoding.UTF8.GetString(Convert.FromBase64String(match.Groups["text"].Value)));
    }

    public JsonObject Arguments(Func<string, string> fill)
    {
        var arguments = new JsonObject();
        foreach (var part in Parts(Body).Skip(1))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            arguments[at < 0 ? part : part[..at]] = fill(at < 0 ? "" : part[(at + 1)..]);
        }

        return arguments;
    }

    private static int EndOf(string text, int from)
    {
        for (int at = from, depth = 1; at < text.Length; at++)
        {
            depth += text[at] switch
            {
                '[' => 1,
                ']' => -1,
                _ => 0,
            };
            if (depth == 0)
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>An order may stand in a value of another: only the outer bars part.</summary>
    private static IEnumerable<string> Parts(string body)
    {
        var (begin, depth) = (0, 0);
        for (var at = 0; at < body.Length; at++)
        {
            depth += body[at] switch
            {
                '[' => 1,
                ']' => -1,
                _ => 0,
            };
            if (depth == 0 && body[at] == '|')
            {
                yield return body[begin..at];
                begin = at + 1;
            }
        }

        yield return body[begin..];
    }

    [GeneratedRegex(@"(?<verb>DO|LOOP|SAY)(\*(?<times>\d{1,3}))?\[", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Beginning();

    [GeneratedRegex(@"[\[⟨]U\+[0-9A-F]{4,6}[\]⟩]", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Numbers();

    [GeneratedRegex(@"B64\[(?<text>[A-Za-z0-9+/=]+)\]", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Encoded();
}
