using NanoClaw.Installation.Releases;

namespace NanoClaw.Installation.Tests.Releases;

public sealed class SemanticVersionTests
{
    /// <summary>semver.org's own example of an order, and the numbers around it.</summary>
    private static readonly string[] InOrder =
    [
        "0.1.0",
        "0.2.0",
        "0.10.0",
        "1.0.0-alpha",
        "1.0.0-alpha.1",
        "1.0.0-alpha.beta",
        "1.0.0-beta",
        "1.0.0-beta.2",
        "1.0.0-beta.11",
        "1.0.0-rc.1",
        "1.0.0",
        "1.0.1",
        "2.0.0",
    ];

    [Fact]
    public void Versions_are_in_the_order_of_semver()
    {
        var versions = InOrder.Select(text => SemanticVersion.Parse(text)!).ToArray();
        Assert.Equal(InOrder, versions.Reverse().Order().Select(version => version.Text));
        Assert.All(versions, version => Assert.Equal(0, version.CompareTo(SemanticVersion.Parse(version.Text))));
    }

    [Fact]
    public void The_commit_and_a_v_do_not_count()
    {
        Assert.Equal(SemanticVersion.Parse("0.1.0"), SemanticVersion.Parse("v0.1.0+0e02e56"));
        Assert.Equal("0e02e56", SemanticVersion.Parse("0.1.0+0e02e56")!.Build);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("latest")]
    [InlineData("1.2")]
    [InlineData("1.2.3.4")]
    [InlineData("9999999999.0.0")]
    [InlineData("1.0.0-")]
    public void What_is_no_version_is_none(string? text) => Assert.Null(SemanticVersion.Parse(text));
}
