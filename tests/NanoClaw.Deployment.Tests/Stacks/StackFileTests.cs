using NanoClaw.Deployment.Stacks;

namespace NanoClaw.Deployment.Tests.Stacks;

public sealed class StackFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nanoclaw-stack-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>What people write, and what <c>pulumi config set</c> makes of it: every number becomes a text.</summary>
    [Theory]
    [InlineData("config:\n  nanoclaw:rotationVersion: 9\n", "config:\n  nanoclaw:rotationVersion: 10\n")]
    [InlineData("config:\n  nanoclaw:rotationVersion: \"9\"\n", "config:\n  nanoclaw:rotationVersion: \"10\"\n")]
    [InlineData("config:\n  nanoclaw:rotationVersion: '9'\n", "config:\n  nanoclaw:rotationVersion: '10'\n")]
    [InlineData("config:\n  nanoclaw:rotationVersion: \"9\" # raised by the workflow\n", "config:\n  nanoclaw:rotationVersion: \"10\" # raised by the workflow\n")]
    [InlineData("config:\n  nanoclaw:rotationVersion:   9   # a comment: 9\n", "config:\n  nanoclaw:rotationVersion:   10   # a comment: 9\n")]
    [InlineData("config:\n  \"nanoclaw:rotationVersion\": 9\n", "config:\n  \"nanoclaw:rotationVersion\": 10\n")]
    [InlineData("config:\n  nanoclaw:rotationVersion:\n    9\n", "config:\n  nanoclaw:rotationVersion:\n    10\n")]
    [InlineData("config:\n  nanoclaw:config:rotationVersion: 9\n", "config:\n  nanoclaw:config:rotationVersion: 10\n")]
    [InlineData("config:\n  rotationVersion: 9\n", "config:\n  rotationVersion: 10\n")]
    [InlineData("config: { nanoclaw:rotationVersion: 9, nanoclaw:zone: a }\n", "config: { nanoclaw:rotationVersion: 10, nanoclaw:zone: a }\n")]
    [InlineData("# mine\r\nconfig:\r\n  # why\r\n  nanoclaw:rotationVersion: 9\r\n", "# mine\r\nconfig:\r\n  # why\r\n  nanoclaw:rotationVersion: 10\r\n")]
    [InlineData("config:\n  nanoclaw:maxSteps: 9\n  nanoclaw:rotationVersion: 9\n  nanoclaw:x: 9", "config:\n  nanoclaw:maxSteps: 9\n  nanoclaw:rotationVersion: 10\n  nanoclaw:x: 9")]
    public void A_value_is_changed_and_nothing_else(string text, string changed) =>
        Assert.Equal(changed, Of(text).With("rotationVersion", "10").Text);

    [Theory]
    [InlineData("# mine\nconfig:\n  # the zone\n  nanoclaw:zone: a\n", "# mine\nconfig:\n  # the zone\n  nanoclaw:rotationVersion: 2\n  nanoclaw:zone: a\n")]
    [InlineData("config:\r\n    nanoclaw:zone: a\r\n", "config:\r\n    nanoclaw:rotationVersion: 2\r\n    nanoclaw:zone: a\r\n")]
    public void A_value_that_was_not_set_gets_a_line(string text, string changed) =>
        Assert.Equal(changed, Of(text).With("rotationVersion", "2").Text);

    [Theory]
    [InlineData("config:\n  nanoclaw:rotationVersion: |\n    9\n")]
    [InlineData("config:\n  nanoclaw:rotationVersion: !!int 9\n")]
    [InlineData("config:\n  nanoclaw:rotationVersion: &version 9\n")]
    [InlineData("config:\n  nanoclaw:rotationVersion:\n    secure: v1:abc\n")]
    public void What_is_written_otherwise_is_left_alone_and_named(string text) =>
        Assert.Contains("Pulumi.prod.yaml, line 2", Assert.Throws<DeploymentException>(() => Of(text).With("rotationVersion", "10")).Message.Replace("line 3", "line 2", StringComparison.Ordinal), StringComparison.Ordinal);

    [Theory]
    [InlineData("config: [1\n", "not well-formed")]
    [InlineData("config: {}\n", "has no settings")]
    [InlineData("encryptionsalt: v1:a\n", "has no settings")]
    [InlineData("config: { nanoclaw:zone: a }\n", "Add the line yourself: nanoclaw:rotationVersion: 10")]
    public void A_file_that_cannot_be_changed_says_why(string text, string why) =>
        Assert.Contains(why, Assert.Throws<DeploymentException>(() => Of(text).With("rotationVersion", "10")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("1.5")]
    [InlineData("-1")]
    [InlineData("[1]")]
    [InlineData("99999999999")]
    public void A_number_that_is_none_is_refused(string value) =>
        Assert.Contains("no whole number", Assert.Throws<DeploymentException>(() => Of($"config:\n  nanoclaw:rotationVersion: {value}\n").GetNumber("rotationVersion", 1)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_stack_that_is_not_there_is_told_with_those_that_are()
    {
        Of("config:\n  nanoclaw:zone: a\n");

        Assert.Contains("The stacks here are: prod.", Assert.Throws<DeploymentException>(() => StackFile.Read(folder, "mine")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stack_may_be_named_with_its_owner() => Assert.Equal("a", Of("config:\n  nanoclaw:zone: a\n", "me/nanoclaw/prod").Get("zone"));

    [Fact]
    public void It_is_written_whole()
    {
        Of("config:\n  nanoclaw:zone: a\n").With("zone", "b").Write();

        Assert.Equal("config:\n  nanoclaw:zone: b\n", File.ReadAllText(Path.Combine(folder, "Pulumi.prod.yaml")));
        Assert.Single(Directory.GetFiles(folder));
    }

    private StackFile Of(string text, string stack = "prod")
    {
        File.WriteAllText(Path.Combine(folder, "Pulumi.prod.yaml"), text);
        return StackFile.Read(folder, stack);
    }
}
