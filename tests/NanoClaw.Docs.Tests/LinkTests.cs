using NanoClaw.Docs.Tests.Documents;

namespace NanoClaw.Docs.Tests;

/// <summary>No link leads nowhere: files, folders, pictures, and headings in them.</summary>
public sealed class LinkTests
{
    public static TheoryData<string> Documents => [.. Document.All.Select(document => document.Path)];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_link_within_the_repository_leads_somewhere(string path) => Assert.Equal([], DeadLinks(Document.Load(path)));

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_picture_says_what_it_shows(string path) => Assert.DoesNotContain("![](", Document.Load(path).Prose, StringComparison.Ordinal);

    [Theory]
    [InlineData("[a](nowhere.md)", "nowhere.md")]
    [InlineData("![a picture](images/none.svg)", "images/none.svg")]
    [InlineData("[a](README.md#no-such-heading)", "README.md#no-such-heading")]
    [InlineData("# Here\n[a](#there)", "#there")]
    public void A_dead_link_is_found(string text, string link) => Assert.Equal([link], DeadLinks(Document.Of("test.md", text)));

    [Theory]
    [InlineData("# What it `does`, and *not*\n[a](#what-it-does-and-not)")]
    [InlineData("# Same\n# Same\n[a](#same-1)")]
    [InlineData("[a](README.md) [b](docs) [c](https://example.com/none) `[d](none.md)`\n```text\n[e](none.md)\n```")]
    public void A_living_link_is_none(string text) => Assert.Equal([], DeadLinks(Document.Of("test.md", text)));

    private static List<string> DeadLinks(Document document) =>
        [
            .. document.Links.Where(link =>
                !link.Contains("://", StringComparison.Ordinal) && !link.StartsWith("mailto:", StringComparison.Ordinal) && !Leads(document, link)
            ),
        ];

    private static bool Leads(Document document, string link)
    {
        var parts = link.Split('#', 2);
        if (parts[0].Length == 0)
        {
            return document.Anchors.Contains(parts[1]);
        }

        var file = Path.Combine(Path.GetDirectoryName(document.Path)!, parts[0]);
        return Path.Exists(Repository.PathTo(file))
            && (parts.Length == 1 || !file.EndsWith(".md", StringComparison.Ordinal) || Document.Load(file).Anchors.Contains(parts[1]));
    }
}
