using System.Text.RegularExpressions;
using NanoClaw.Docs.Tests.Documents;

namespace NanoClaw.Docs.Tests.Pages;

/// <summary>A file or a class of tests that a document names between backticks is there: it would be the first to be forgotten in a move.</summary>
public sealed partial class NamedFileTests
{
    /// <summary>What stands for any, or shall be made.</summary>
    private static readonly string[] OfNobody = ["file.test.ts", "src/moltworker/src/tools/tossCoin.ts", "src/moltworker/src/tools/tossCoin.test.ts"];

    private static readonly HashSet<string> Names =
    [
        .. new[] { "src", "tests", "infra", "eng", "bench", "samples" }
            .SelectMany(folder => Repository.Files(folder, "s"))
            .Select(file => Path.GetFileName(file)),
    ];

    public static TheoryData<string> Paths => [.. Document.All.Select(document => document.Path)];

    [Theory]
    [MemberData(nameof(Paths))]
    public void What_a_document_names_is_there(string path) => Assert.Equal([], Missing(Document.Load(path)));

    [Fact]
    public void What_is_not_there_is_found() =>
        Assert.Equal(
            ["NoSuchTests", "NoSuchTests.A_rule", "none.test.ts", "docs/NONE.md"],
            Missing(
                Document.Of(
                    "docs/x.md",
                    "`NoSuchTests` `NoSuchTests.A_rule` `none.test.ts` `docs/NONE.md` `README.md` `NamedFileTests` `docs/COST.md` `src/NanoClaw.Cli`"
                )
            )
        );

    private static IEnumerable<string> Missing(Document document) =>
        document
            .CodeSpans.Where(span => !OfNobody.Contains(span) && !span.StartsWith("src/NanoClaw.Channels.Folder/", StringComparison.Ordinal))
            .Where(span =>
                !span.StartsWith("tests/NanoClaw.Channels.Folder.Tests/", StringComparison.Ordinal)
                && !span.EndsWith("/FolderExamination.cs", StringComparison.Ordinal)
            )
            .Where(span =>
                TestClass().Match(span) is { Success: true } test ? !Names.Contains($"{test.Groups["class"].Value}.cs")
                : WorkerTest().IsMatch(span) ? !Names.Contains(Path.GetFileName(span))
                : FromTheRoot().IsMatch(span) && !IsThere(document, span)
            );

    private static bool IsThere(Document document, string path) =>
        Path.Exists(Repository.PathTo(path)) || Path.Exists(Path.Combine(Repository.PathTo(document.Path), "..", path));

    [GeneratedRegex(@"^(?<class>[A-Z]\w+Tests)(\.\w+)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TestClass();

    [GeneratedRegex(@"^[\w/]+\.test\.m?[jt]s$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WorkerTest();

    [GeneratedRegex(@"^(src|tests|infra|eng|bench|samples|docs|ops)/[\w./-]*\w$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FromTheRoot();
}
