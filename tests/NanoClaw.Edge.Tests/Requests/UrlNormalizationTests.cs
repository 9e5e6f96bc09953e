using NanoClaw.Edge.Requests;

namespace NanoClaw.Edge.Tests.Requests;

public sealed class UrlNormalizationTests
{
    [Theory]
    [InlineData("/hello", "/hello")]
    [InlineData("/%68ello", "/hello")]
    [InlineData("/%68ello//pa\\th", "/hello/pa/th")]
    [InlineData("/a/./b/../c", "/a/c")]
    [InlineData("/a/%2E%2e/b", "/b")]
    [InlineData("/..", "/")]
    [InlineData("/a/..", "/")]
    [InlineData("/a/.", "/a/")]
    [InlineData("/../../etc", "/etc")]
    [InlineData("/a%2fb", "/a%2Fb")]
    [InlineData("/%zz", "/%25zz")]
    [InlineData("/a b\"", "/a%20b%22")]
    [InlineData("/.well-known/x", "/.well-known/x")]
    [InlineData("/\u00e9", "/%E9")]
    [InlineData("/", "/")]
    public void Is_what_Cloudflare_documents(string path, string expected) => Assert.Equal(expected, UrlNormalization.Normalize(path));

    [Theory]
    [InlineData("/foo", "")]
    [InlineData("/foo.mp3", "mp3")]
    [InlineData("/.mp3", "")]
    [InlineData("/.foo.mp3", "mp3")]
    [InlineData("/foo.tar.bz2", "bz2")]
    [InlineData("/foo.", "")]
    [InlineData("/foo.MP3", "mp3")]
    public void The_extension_is_what_Cloudflare_documents(string path, string expected) =>
        Assert.Equal(
            expected,
            new RuleRequest
            {
                Method = "GET",
                Host = "x",
                RawPath = path,
            }.Extension
        );
}
