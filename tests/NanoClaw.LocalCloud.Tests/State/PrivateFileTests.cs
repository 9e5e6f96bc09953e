namespace NanoClaw.LocalCloud.Tests;

public sealed class PrivateFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_that_others_could_read_is_closed_when_replaced()
    {
        var path = Path.Combine(_folder.Path, ".env");
        File.WriteAllText(path, "old");
        FileModes.OpenToAll(path);
        PrivateFile.Write(path, "new");
        Assert.Equal("new", File.ReadAllText(path));
        FileModes.AssertOwnerOnly(path);
    }

    [Fact]
    public void A_link_stays_a_link()
    {
        var target = Path.Combine(_folder.Path, "target");
        var link = Path.Combine(_folder.Path, "link");
        File.WriteAllText(target, "old");
        File.CreateSymbolicLink(link, target);
        PrivateFile.Write(link, "new");
        Assert.Equal("new", File.ReadAllText(target));
        Assert.NotNull(File.ResolveLinkTarget(link, returnFinalTarget: false));
    }

    [Fact]
    public void A_failed_write_leaves_the_old_text_and_no_litter()
    {
        var path = Path.Combine(_folder.Path, "folder-in-the-way");
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, "kept"), "kept");
        Assert.ThrowsAny<Exception>(() => PrivateFile.Write(path, "new"));
        Assert.Equal([path], Directory.EnumerateFileSystemEntries(_folder.Path));
        Assert.Equal("kept", File.ReadAllText(Path.Combine(path, "kept")));
    }
}
