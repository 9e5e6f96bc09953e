using NanoClaw.Import.From;

namespace NanoClaw.Import.Tests;

public sealed class V1FolderTests
{
    [Theory]
    [InlineData("nowhere", "does not exist")]
    [InlineData("groups", "is not a NanoClaw v1")]
    public void A_wrong_path_is_told_with_what_was_looked_for(string path, string reason)
    {
        using var v1 = new V1Installation();

        var exception = Assert.Throws<ImportException>(() => V1Folder.Find(Path.Combine(v1.Root, path)));

        Assert.Equal(ImportFailure.NotFound, exception.Failure);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("store")]
    [InlineData("store/messages.db")]
    public void The_database_or_its_folder_names_the_installation_too(string path)
    {
        using var v1 = new V1Installation();

        Assert.Equal((v1.Root, v1.Database), (V1Folder.Find(Path.Combine(v1.Root, path)).Root, V1Folder.Find(Path.Combine(v1.Root, path)).Database));
    }

    [Theory]
    [InlineData("1@g.us", "whatsapp")]
    [InlineData("1@s.whatsapp.net", "whatsapp")]
    [InlineData("tg:1", "telegram")]
    [InlineData("dc:1", "discord")]
    [InlineData("other:1", "other")]
    [InlineData("nothing", null)]
    public void A_chat_tells_its_channel_by_its_id(string jid, string? channel) => Assert.Equal(channel, GroupChannel.Of(jid));
}
