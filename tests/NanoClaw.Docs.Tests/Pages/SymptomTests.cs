using NanoClaw.Docs.Tests.Documents;
using NanoClaw.Host.Outages;

namespace NanoClaw.Docs.Tests.Pages;

/// <summary>Who looks a message up finds the words that were printed: those of docs/OPERATIONS.md are the program's own.</summary>
public sealed class SymptomTests
{
    private static readonly Document _page = Document.Load("docs/OPERATIONS.md");

    private static readonly string[] _sections = ["It does not start", "It does not answer", "It answers, and oddly", "A channel, the disk, a backup"];

    private static readonly Lazy<string> _sources = new(() => string.Concat(Repository.Files("src", ".cs").Select(Repository.Read)));

    public static TheoryData<string> Words => [.. _sections.SelectMany(section => _page.Rows(section).Skip(1)).SelectMany(row => Document.Of("row.md", row[0]).CodeSpans)];

    [Theory]
    [MemberData(nameof(Words))]
    public void What_it_says_is_what_the_program_says(string words) =>
        Assert.True(_sources.Value.Contains(words, StringComparison.Ordinal) || _sources.Value.Contains(char.ToUpperInvariant(words[0]) + words[1..], StringComparison.Ordinal), $"Nothing here says: {words}");

    [Fact]
    public void Every_cause_of_an_outage_has_its_cure() =>
        Assert.All(Enum.GetNames<OutageCause>(), cause => Assert.Contains(char.ToLowerInvariant(cause[0]) + cause[1..], Words.Select(row => row.Data)));

    [Fact]
    public void Every_symptom_has_a_cause_and_something_to_do() =>
        Assert.All(_sections, section =>
        {
            var rows = _page.Rows(section);
            Assert.Equal(["it says", "it is", "do"], rows[0]);
            Assert.All(rows.Skip(1), row => Assert.All(row, cell => Assert.NotEqual("", cell)));
        });
}
