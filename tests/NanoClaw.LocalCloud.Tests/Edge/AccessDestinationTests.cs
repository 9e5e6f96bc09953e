using NanoClaw.LocalCloud.Edge.Access;

namespace NanoClaw.LocalCloud.Tests.Edge;

public sealed class AccessDestinationTests
{
    [Theory]
    [InlineData("example.com", "example.com", "/", true)]
    [InlineData("example.com", "EXAMPLE.com", "/any/path", true)]
    [InlineData("example.com", "www.example.com", "/", false)]
    [InlineData("*.example.com", "www.example.com", "/", true)]
    [InlineData("*.example.com", "a.b.example.com", "/", false)]
    [InlineData("*.example.com", "example.com", "/", false)]
    [InlineData("dev-*.example.com", "dev-1.example.com", "/", true)]
    [InlineData("dev-*.example.com", "prod-1.example.com", "/", false)]
    [InlineData("example.com/alpha", "example.com", "/alpha", true)]
    [InlineData("example.com/alpha", "example.com", "/alpha/", true)]
    [InlineData("example.com/alpha", "example.com", "/alpha/beta", true)]
    [InlineData("example.com/alpha", "example.com", "/alphabet", false)]
    [InlineData("example.com/alpha/*", "example.com", "/alpha", false)]
    [InlineData("example.com/alpha/*", "example.com", "/alpha/", true)]
    [InlineData("example.com/alpha/*", "example.com", "/alpha/one/two", true)]
    [InlineData("example.com/alpha/*/end", "example.com", "/alpha/x/end", true)]
    [InlineData("example.com/alpha/*/end", "example.com", "/alpha/x/y", false)]
    [InlineData("https://example.com/alpha", "example.com", "/alpha", true)]
    public void Covers_what_Cloudflare_documents(string uri, string host, string path, bool expected) =>
        Assert.Equal(expected, AccessDestination.Parse(uri).Covers(host, path));

    [Fact]
    public void The_more_specific_destination_is_asked_first()
    {
        string[] expected = ["a.example.com/x/y", "a.example.com/x", "a.example.com/*", "a.example.com", "*.example.com/x", "*.example.com"];

        var ordered = expected.Reverse().OrderBy(uri => AccessDestination.Parse(uri).Specificity).ToArray();

        Assert.Equal(expected, ordered);
    }
}
