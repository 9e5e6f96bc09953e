using NanoClaw.Docs.Tests.Documents;
using NanoClaw.Docs.Tests.Snippets;

namespace NanoClaw.Docs.Tests;

/// <summary>What a document shows, a reader may copy: each block has a language, and each language a check.</summary>
public sealed class SnippetTests
{
    public static TheoryData<string> Documents => [.. Document.All.Where(document => document.Fences.Count > 0).Select(document => document.Path)];

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task What_a_document_shows_holds(string path)
    {
        var mistakes = new List<string>();
        foreach (var fence in Document.Load(path).Fences)
        {
            mistakes.AddRange(await SnippetChecks.MistakesAsync(fence));
        }

        Assert.True(mistakes.Count == 0, string.Join('\n', mistakes));
    }

    [Theory]
    [MemberData(nameof(Documented))]
    public void A_command_that_is_named_exists(string path)
    {
        var spans = Document.Load(path).CodeSpans.Where(NamedCommand.IsOne).ToList();

        Assert.Equal([], spans.SelectMany(NamedCommand.Mistakes));
    }

    public static TheoryData<string> Documented => [.. Document.All.Select(document => document.Path)];
}
