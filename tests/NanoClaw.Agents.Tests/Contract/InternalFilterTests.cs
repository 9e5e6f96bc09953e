using System.Text;
using System.Text.Json.Nodes;
using CsCheck;

namespace NanoClaw.Agents.Tests;

/// <summary>The filter of internal blocks against the examples that the Worker's is tested with, and against its rule.</summary>
public sealed class InternalFilterTests
{
    /// <summary>Pieces of tags, so that random texts are full of nested, broken and re-formed blocks.</summary>
    private static readonly string[] Pieces =
    [
        "<internal>",
        "</internal>",
        "<",
        "</",
        "<in",
        "<inter",
        "nal>",
        "ternal>",
        "</inter",
        ">",
        "<INTERNAL>",
        "</Internal>",
        "i",
        "İ",
        "x",
        "🙂",
        "\n",
    ];

    private static readonly Gen<string> Texts = Gen.Int[0, Pieces.Length - 1]
        .Array[0, 12]
        .Select(pieces => string.Concat(pieces.Select(piece => Pieces[piece])));

    public static TheoryData<string, string, string> Cases() =>
        [
            .. JsonNode
                .Parse(TestRun.Golden("internal/cases.json"))!
                .AsArray()
                .Select(example => ((string)example!["what"]!, (string)example["text"]!, (string)example["seen"]!)),
        ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_example_is_cut_alike_however_its_text_is_split(string what, string text, string seen)
    {
        Assert.Equal((what, seen), (what, InternalFilter.Cut(text)));
        Assert.Equal(seen, Filtered(text.Select(character => character.ToString())));
        for (var first = 0; first <= text.Length; first++)
        {
            for (var second = first; second <= text.Length; second++)
            {
                Assert.Equal(seen, Filtered([text[..first], text[first..second], text[second..]]));
            }
        }

        Assert.Equal(seen, Reference(text));
    }

    [Fact]
    public void Any_text_in_any_pieces_is_cut_as_the_slow_rule_says() =>
        Gen.Select(Texts, Gen.Int[1, 5])
            .Sample((text, size) => Assert.Equal(Reference(text), Filtered(text.Chunk(size).Select(chunk => new string(chunk)))), iter: 20_000);

    [Fact]
    public void No_more_is_held_back_than_could_become_a_tag()
    {
        var filter = new InternalFilter();

        Assert.Equal(["Hello ", "", "<into"], new[] { filter.Write("Hello <"), filter.Write("int"), filter.Write("o") });
    }

    [Fact]
    public void A_filter_can_be_used_for_the_next_text()
    {
        var filter = new InternalFilter();
        filter.Write("a<internal>never closed");

        Assert.Equal("", filter.End());
        Assert.Equal("b", filter.Write("b"));
    }

    private static string Filtered(IEnumerable<string> pieces)
    {
        var filter = new InternalFilter();
        return string.Concat(pieces.Select(filter.Write).ToList()) + filter.End();
    }

    /// <summary>The rule, step by step: the first opening tag and all up to the end of its block go, until there is none.</summary>
    private static string Reference(string text)
    {
        while (Find(text, "<internal>", 0) is >= 0 and var open)
        {
            var (at, depth) = (open + "<internal>".Length, 1);
            while (depth > 0)
            {
                var (opens, closes) = (Find(text, "<internal>", at), Find(text, "</internal>", at));
                if (closes < 0)
                {
                    return text[..open];
                }

                (at, depth) = opens >= 0 && opens < closes ? (opens + "<internal>".Length, depth + 1) : (closes + "</internal>".Length, depth - 1);
            }

            text = text[..open] + text[at..];
        }

        return text;
    }

    private static int Find(string text, string tag, int from)
    {
        for (var at = from; at + tag.Length <= text.Length; at++)
        {
            if (Ascii.EqualsIgnoreCase(text.AsSpan(at, tag.Length), tag))
            {
                return at;
            }
        }

        return -1;
    }
}
