using System.Globalization;
using CsCheck;
using NanoClaw.Host.Text;

namespace NanoClaw.Host.Tests;

public sealed class TextPartsTests
{
    private const string Family = "\U0001F468\u200D\U0001F469\u200D\U0001F467"; // one character of eight UTF-16 units

    private static readonly Gen<string> Texts = Gen.OneOf(
            "a",
            "word",
            ". ",
            " ",
            "\n",
            "\n\n",
            "\U0001F642",
            Family,
            "e\u0301",
            "\U0001F1EB\U0001F1F7",
            "\n```\n",
            "\n```csharp\n",
            "\n~~~~\n",
            "`x`",
            "\n  indented"
        )
        .Array[0, 60]
        .Select(string.Concat);

    [Theory]
    [InlineData("short", 10, "short")]
    [InlineData("para one\n\npara two", 12, "para one|para two")]
    [InlineData("first line\nsecond line", 15, "first line|second line")]
    [InlineData("One. Two and three.", 8, "One.|Two and|three.")]
    [InlineData("abcdefghij", 4, "abcd|efgh|ij")]
    [InlineData("abc\U0001F642def", 4, "abc|\U0001F642de|f")]
    [InlineData("abcde" + Family + "f", 10, "abcde|" + Family + "f")]
    [InlineData("abce\u0301f", 4, "abc|e\u0301f")]
    [InlineData("a\u0301\u0301\u0301\u0301\u0301", 4, "a\u0301\u0301\u0301|\u0301\u0301")] // no part holds it whole
    public void A_long_text_is_split_at_sensible_places(string text, int limit, string parts) => Assert.Equal(parts.Split('|'), TextParts.Split(text, limit));

    [Fact]
    public void A_block_of_code_that_goes_on_is_closed_and_opened_again()
    {
        var code = string.Join('\n', Enumerable.Range(1, 20).Select(line => $"    line({line});"));

        var parts = TextParts.Split($"Look:\n```csharp\n{code}\n```\nDone.", 120);

        Assert.True(parts.Count > 2);
        Assert.All(parts, part => Assert.InRange(part.Length, 1, 120));
        Assert.All(parts, part => Assert.Equal(0, part.Split('\n').Count(line => line.StartsWith("```", StringComparison.Ordinal)) % 2));
        Assert.All(parts.Skip(1), part => Assert.StartsWith("```csharp\n    line(", part, StringComparison.Ordinal));
        Assert.Equal(20, parts.Sum(part => part.Split('\n').Count(line => line.StartsWith("    line(", StringComparison.Ordinal))));
        Assert.EndsWith("```\nDone.", parts[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Splitting_loses_nothing_but_white_space_and_fences_keeps_to_the_limit_and_breaks_no_character() =>
        Gen.Select(Texts, Gen.Int[2, 90])
            .Sample(
                (text, limit) =>
                {
                    var parts = TextParts.Split(text, limit);

                    Assert.All(parts, part => Assert.InRange(part.Length, 1, limit));
                    Assert.Equal(Dense(text), Dense(string.Concat(parts.Select(part => part + "\n"))));
                    if (limit >= Family.Length)
                    {
                        Assert.Equal(Characters(text), parts.SelectMany(Characters));
                    }
                }
            );

    private static string Dense(string text) =>
        string.Concat(text.Where(character => !char.IsWhiteSpace(character) && character is not ('`' or '~'))).Replace("csharp", "", StringComparison.Ordinal);

    /// <summary>Those of more than one unit.</summary>
    private static IEnumerable<string> Characters(string text)
    {
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            if (elements.GetTextElement() is { Length: > 1 } element && !element.All(char.IsWhiteSpace))
            {
                yield return element;
            }
        }
    }
}
