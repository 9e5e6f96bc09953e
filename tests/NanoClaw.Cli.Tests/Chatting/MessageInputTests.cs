using NanoClaw.Chatting;

namespace NanoClaw.Cli.Tests.Chatting;

public sealed class MessageInputTests
{
    [Theory]
    [InlineData("one\ntwo", new[] { "one", "two" })]
    [InlineData("one\\\ntwo\nthree", new[] { "one\ntwo", "three" })]
    [InlineData("\"\"\"\none\n\ntwo\n\"\"\"\nthree", new[] { "one\n\ntwo", "three" })]
    [InlineData("\"\"\"one\ntwo\"\"\"", new[] { "one\ntwo" })]
    [InlineData("\"\"\"one", new[] { "one" })]
    [InlineData("one\\", new[] { "one" })]
    [InlineData("", new string[0])]
    public async Task Lines_become_messages(string input, string[] messages)
    {
        using var reader = new StringReader(input);
        var lines = new MessageInput((_, _) => Task.FromResult(reader.ReadLine()));
        var read = new List<string>();
        while (await lines.ReadAsync(TestContext.Current.CancellationToken) is { } message)
        {
            read.Add(message);
        }

        Assert.Equal(messages, read);
    }
}
