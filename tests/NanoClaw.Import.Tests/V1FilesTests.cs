namespace NanoClaw.Import.Tests;

/// <summary>Files and folders on their way, and who may read them.</summary>
public sealed class V1FilesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Links_are_never_followed_and_those_that_lead_out_stay_behind()
    {
        using var v1 = new V1Installation();
        v1.Write("secret.txt", "do not copy");
        var main = Path.Combine(v1.Root, "groups", "main");
        File.CreateSymbolicLink(Path.Combine(main, "out"), Path.Combine(v1.Root, "secret.txt"));
        File.CreateSymbolicLink(Path.Combine(main, "up"), "../../secret.txt");
        File.CreateSymbolicLink(Path.Combine(main, "devious"), "logs/../../../secret.txt");
        File.CreateSymbolicLink(Path.Combine(main, "within"), "logs/run.log");
        Directory.CreateSymbolicLink(Path.Combine(v1.Root, "groups", "family"), v1.Root);

        var report = await v1.ImportAsync();

        Assert.Equal(["family", "main/devious", "main/out", "main/up"], report.LeftOut.Select(link => link.Path).Order(StringComparer.Ordinal));
        Assert.Equal("a log", await File.ReadAllTextAsync(Path.Combine(v1.TargetGroups, "main", "within"), Token));
        Assert.DoesNotContain(Directory.EnumerateFiles(v1.TargetGroups, "*", SearchOption.AllDirectories), file => File.ReadAllText(file) == "do not copy");
    }

    [Fact]
    public async Task Credentials_are_for_their_owner_alone()
    {
        using var v1 = new V1Installation();
        v1.Write("store/auth/creds.json", "{}");

        var report = await v1.ImportAsync();

        var auth = Path.Combine(v1.Here, "store", "auth");
        Assert.Equal("{}", await File.ReadAllTextAsync(Path.Combine(auth, "creds.json"), Token));
        Assert.Equal(1, report.Credentials?.Files);
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode file = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            Assert.Equal(file, File.GetUnixFileMode(Path.Combine(auth, "creds.json")));
            Assert.Equal(file, File.GetUnixFileMode(v1.Target));
            Assert.Equal(file | UnixFileMode.UserExecute, File.GetUnixFileMode(auth));
            Assert.Equal(file | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(auth)!));
        }
    }

    [Theory]
    [InlineData("store")]
    [InlineData("store/messages.db")]
    [InlineData("groups")]
    [InlineData("groups/main/CLAUDE.md")]
    [InlineData(".env")]
    [InlineData("data")]
    public async Task What_this_user_may_not_read_of_v1_is_not_taken_for_missing(string path)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Root may read everything.");
        using var v1 = new V1Installation();
        v1.Write(".env", "ASSISTANT_NAME=Andy");
        v1.Write("data/sessions.json", "{}");
        path = Path.Combine(v1.Root, path);
        var mode = OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);
        Close(UnixFileMode.None);
        try
        {
            foreach (var dryRun in new[] { true, false })
            {
                var (failure, message) = await v1.FailAsync(dryRun);
                Assert.Equal(ImportFailure.Unreadable, failure);
                Assert.Contains(path, message, StringComparison.Ordinal);
                Assert.Contains("Nothing was imported. Run the import as a user who may read all of v1's files", message, StringComparison.Ordinal);
                Assert.False(Directory.Exists(v1.TargetGroups));
                Assert.False(File.Exists(v1.Target));
            }
        }
        finally
        {
            Close(mode);
        }

        void Close(UnixFileMode to)
        {
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, to);
            }
        }
    }
}
