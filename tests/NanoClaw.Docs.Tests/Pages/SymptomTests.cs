using NanoClaw.Docs.Tests.Documents;
using NanoClaw.Host.Outages;

namespace NanoClaw.Docs.Tests.Pages;

/// <summary>Who looks a message up finds the words that were printed: those of docs/OPERATIONS.md are the program's own.</summary>
public sealed class SymptomTests
{
    private static readonly Document Page = Document.Load("docs/OPERATIONS.md");

    private static readonly string[] Sections = ["It does not start", "It does not answer", "It answers, and oddly", "A channel, the disk, a backup"];

    private static readonly Lazy<string> Sources = new(() => string.Concat(Repository.Files("src", ".cs").Select(Repository.Read)));

    public static TheoryData<string> Words =>
        [
            .. Sections
                .SelectMany(section => Page.Rows(section).Skip(1))
                .SelectMany(row => Document.Of("row.md", row[0]).CodeSpans)
                .Distinct(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Words))]
    public void What_it_says_is_what_the_program_says(string words) =>
        Assert.True(
            Sources.Value.Contains(words, StringComparison.Ordinal)
                || Sources.Value.Contains(char.ToUpperInvariant(words[0]) + words[1..], StringComparison.Ordinal),
            $"Nothing here says: {words}"
        );

    [Fact]
    public void Every_cause_of_an_outage_has_its_cure() =>
        Assert.All(Enum.GetNames<OutageCause>(), cause => Assert.Contains(char.ToLowerInvariant(cause[0]) + cause[1..], Words.Select(row => row.Data)));

    [Fact]
    public void Every_symptom_has_a_cause_and_something_to_do() =>
        Assert.All(
            Sections,
            section =>
            {
                var rows = Page.Rows(section);
                Assert.Equal(["it says", "it is", "do"], rows[0]);
                Assert.All(rows.Skip(1), row => Assert.All(row, cell => Assert.NotEqual("", cell)));
            }
        );
}
