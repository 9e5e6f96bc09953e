using System.Text.RegularExpressions;
using NanoClaw.Docs.Tests.Documents;

namespace NanoClaw.Docs.Tests.Pages;

/// <summary>A test that a document names as a proof is there.</summary>
public sealed partial class PromiseTests
{
    private static readonly Lazy<ILookup<string, string>> Classes = new(() =>
        Repository
            .Files("tests", ".cs")
            .Select(Repository.Read)
            .SelectMany(text => Class().Matches(text).Select(match => (Name: match.Groups["name"].Value, Text: text)))
            .ToLookup(found => found.Name, found => found.Text, StringComparer.Ordinal)
    );

    private static readonly Lazy<IReadOnlyList<string>> Files = new(() => Repository.Files("src", ".test.ts"));

    public static TheoryData<string> Proofs =>
        [
            .. Named(Document.Load("docs/PROMISES.md"), "proved by")
                .Concat(Named(Document.Load("docs/SECURITY.md"), "tried by"))
                .Distinct(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Proofs))]
    public void A_test_that_is_named_exists(string proof) => Assert.True(IsThere(proof), $"There is no test {proof}.");

    [Theory]
    [InlineData("NoSuchTests")]
    [InlineData("KillTests.Nothing_is_ever_lost")]
    [InlineData("nosuch.test.ts")]
    public void One_that_is_not_there_is_found(string proof) => Assert.False(IsThere(proof));

    [Fact]
    public void Every_promise_has_a_proof() =>
        Assert.All(
            Tables(Document.Load("docs/PROMISES.md"), "proved by"),
            row => Assert.True(Document.Of("row.md", row[^1]).CodeSpans.Any(), $"Nothing proves: {row[0]}")
        );

    private static bool IsThere(string proof)
    {
        if (proof.EndsWith(".test.ts", StringComparison.Ordinal))
        {
            return Files.Value.Any(file => file.EndsWith($"/{proof}", StringComparison.Ordinal));
        }

        var parts = proof.Split('.');
        return Classes
            .Value[parts[0]]
            .Any(text =>
                parts.Length == 1
                    ? text.Contains("[Fact", StringComparison.Ordinal) || text.Contains("[Theory", StringComparison.Ordinal)
                    : Regex.IsMatch(text, $@"public (async Task|Task|void) {parts[1]}\(", RegexOptions.None, TimeSpan.FromSeconds(1))
            );
    }

    private static IEnumerable<string> Named(Document document, string head) =>
        Tables(document, head).SelectMany(row => Document.Of("row.md", row[^1]).CodeSpans);

    /// <summary>The rows of every table whose last column is headed so.</summary>
    private static IEnumerable<IReadOnlyList<string>> Tables(Document document, string head) =>
        document
            .Headings.Distinct(StringComparer.Ordinal)
            .Select(document.Rows)
            .Where(rows => rows.Count > 0 && rows[0][^1] == head)
            .SelectMany(rows => rows.Skip(1));

    [GeneratedRegex("^ *(public|internal)[a-z ]* class (?<name>[A-Za-z0-9]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Class();
}
