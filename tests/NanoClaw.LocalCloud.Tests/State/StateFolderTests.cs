namespace NanoClaw.LocalCloud.Tests;

public sealed class StateFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_is_closed_to_others_and_unseen_by_git()
    {
        var state = StateFolder.Of(_folder.Path, "local");
        state.Create();
        FileModes.AssertOwnerOnly(state.Root);
        FileModes.AssertOwnerOnly(state.Folder);
        Assert.Equal("*\n", File.ReadAllText(Path.Combine(state.Root, ".gitignore")));
    }

    [Fact]
    public void Two_local_clouds_cannot_use_it_at_once()
    {
        var state = StateFolder.Of(_folder.Path, "local");
        using (state.Lock())
        {
            var refusal = Assert.Throws<LocalCloudException>(() => state.Lock());
            Assert.Contains("Another 'nanoclaw dev'", refusal.Message, StringComparison.Ordinal);
        }

        state.Lock().Dispose();
    }

    [Fact]
    public void Forgetting_empties_one_stack_and_leaves_the_other()
    {
        var local = StateFolder.Of(_folder.Path, "local");
        var dev = StateFolder.Of(_folder.Path, "dev");
        local.Create();
        dev.Create();
        PrivateFile.Write(local.OutputsFile, "{}");
        PrivateFile.Write(dev.OutputsFile, "{}");
        PrivateFile.CreateFolder(local.DurableObjectsFolder);
        using (local.Lock())
        {
            local.Forget();
        }

        Assert.False(File.Exists(local.OutputsFile));
        Assert.False(Directory.Exists(local.DurableObjectsFolder));
        Assert.True(File.Exists(dev.OutputsFile));
    }

    [Theory]
    [InlineData("../elsewhere")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData("dev\n")]
    public void A_stack_name_cannot_lead_out_of_the_folder(string name) => Assert.Throws<LocalCloudException>(() => StateFolder.Of(_folder.Path, name));
}
