using System.Security.Cryptography;
using System.Text;

namespace NanoClaw.Host.Text;

/// <summary>
/// What people call a thing that waits: a digit and a letter, such as <c>7F</c>, or two such pairs. No word looks like
/// it, and no character of it like another.
/// </summary>
internal static class HeldId
{
    private const string Digits = "2345679";
    private const string Letters = "ACDEFHJKMNPRTUVWXY";

    /// <summary>Tries that find the short ones taken before a longer one is made.</summary>
    private const int ShortTries = 12;

    public static string New(int attempt)
    {
        var pairs =
            attempt < ShortTries ? 1
            : attempt < 2 * ShortTries ? 2
            : 3;
        return string.Concat(Enumerable.Range(0, pairs).Select(_ => $"{Pick(Digits)}{Pick(Letters)}"));
    }

    public static bool IsForm(string text) =>
        text.Length is 2 or 4 or 6 && text.Index().All(item => item.Index % 2 == 0 ? char.IsAsciiDigit(item.Item) : char.IsAsciiLetter(item.Item));

    /// <summary>Tells this thing from any other that has had its id, or will: a button is pressed after years.</summary>
    public static string Question(string id, string key) => $"{id}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..16]}";

    private static char Pick(string from) => from[RandomNumberGenerator.GetInt32(from.Length)];
}
