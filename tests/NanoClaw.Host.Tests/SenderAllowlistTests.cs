namespace NanoClaw.Host.Tests;

[Trait("v1", "allowlist")]
public sealed class SenderAllowlistTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Without_a_file_everybody_may()
    {
        var list = SenderAllowlist.Read(_path + ".none");

        Assert.True(list.IsKept("c", "s") && list.MayCall("c", "s"));
    }

    [Fact]
    public void In_trigger_mode_others_are_heard_but_cannot_call()
    {
        var list = Read("""{"default":{"allow":"*","mode":"trigger"},"chats":{"c":{"allow":["ann"],"mode":"trigger"}}}""");

        Assert.True(list.IsKept("c", "bob"));
        Assert.False(list.MayCall("c", "bob"));
        Assert.True(list.MayCall("c", "ann"));
        Assert.True(list.MayCall("other", "bob"));
    }

    [Fact]
    public void In_drop_mode_others_are_not_stored()
    {
        var list = Read("""{"default":{"allow":["ann"],"mode":"drop"}}""");

        Assert.False(list.IsKept("c", "bob"));
        Assert.True(list.IsKept("c", "ann"));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"default":{"allow":5}}""")]
    [InlineData("""{"chats":{"c":null}}""")]
    [InlineData("""{"default":{"allow":["a"],"mode":"dorp"}}""")]
    public void A_file_that_makes_no_sense_is_an_error_that_names_it(string content) =>
        Assert.Contains(_path, Assert.Throws<InvalidDataException>(() => Read(content)).Message, StringComparison.Ordinal);

    private SenderAllowlist Read(string content)
    {
        File.WriteAllText(_path, content);
        return SenderAllowlist.Read(_path);
    }
}
