using NanoClaw.Store.Files;

namespace NanoClaw.Store.Tests;

public sealed class FinishedFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nanoclaw-finished-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Of_many_that_want_one_name_at_once_one_gets_it_and_keeps_it()
    {
        const int Many = 4;
        for (var round = 0; round < 300; round++)
        {
            var name = PathOf($"name-{round}");
            using var start = new Barrier(Many);
            var all = await Task.WhenAll(Enumerable.Range(0, Many).Select(one => Task.Factory.StartNew(() => Try(one), TaskCreationOptions.LongRunning)));

            var first = Assert.Single(all, one => one is not null);
            Assert.Equal(first, await File.ReadAllTextAsync(name, TestContext.Current.CancellationToken));

            string? Try(int one)
            {
                var own = PathOf($"own-{round}-{one}");
                File.WriteAllText(own, own);
                start.SignalAndWait();
                try
                {
                    FinishedFile.NameOnce(own, name);
                    return own;
                }
                catch (IOException)
                {
                    return null;
                }
            }
        }
    }

    [Fact]
    public void Who_got_the_name_has_left_its_own_and_who_did_not_still_has_it()
    {
        File.WriteAllText(PathOf("a"), "a");
        File.WriteAllText(PathOf("b"), "b");

        FinishedFile.NameOnce(PathOf("a"), PathOf("name é"));
        Assert.Throws<IOException>(() => FinishedFile.NameOnce(PathOf("b"), PathOf("name é")));

        Assert.False(File.Exists(PathOf("a")));
        Assert.True(File.Exists(PathOf("b")));
        Assert.Throws<FileNotFoundException>(() => FinishedFile.NameOnce(PathOf("a"), PathOf("other")));
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
