namespace NanoClaw.Cli.Tests.Administration;

/// <summary>Files that are there and of no use to this user: told as that, with the cure, and not taken for missing.</summary>
public sealed class UnreadableTests : IDisposable
{
    private readonly CommandLine _nanoclaw = new();

    private string Store => Path.Combine(_nanoclaw.Folder, "store");

    public void Dispose()
    {
        if (!OperatingSystem.IsWindows() && Directory.Exists(Store))
        {
            File.SetUnixFileMode(Store, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        _nanoclaw.Dispose();
    }

    [Theory]
    [InlineData("status")]
    [InlineData("run")]
    [InlineData("groups", "list")]
    public async Task Settings_that_cannot_be_read_are_a_wrong_configuration(params string[] command)
    {
        // The one file of Linux that is there for everybody, and that nobody can read from its beginning.
        const string unreadable = "/proc/self/mem";
        Assert.SkipUnless(File.Exists(unreadable), "Linux has a file that not even root can read.");
        Assert.Equal(ExitCode.Usage, await _nanoclaw.RunAsync([.. command, "--env-file", unreadable]));
        Assert.StartsWith("nanoclaw: The settings cannot be read: ", _nanoclaw.Error, StringComparison.Ordinal);
        Assert.Contains("chmod 600", _nanoclaw.Error, StringComparison.Ordinal);

        Assert.Equal(ExitCode.Failure, await _nanoclaw.RunAsync(["doctor", "--offline", "--env-file", unreadable]));
        Assert.Contains("BAD  settings     The settings cannot be read: ", _nanoclaw.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_is_no_env_file()
    {
        Assert.Equal(ExitCode.Usage, await _nanoclaw.RunAsync(["status", "--env-file", _nanoclaw.Folder]));
        Assert.Contains("is a folder", _nanoclaw.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("groups", "list")]
    [InlineData("send", "main", "hello")]
    public async Task A_store_of_another_user_is_not_taken_for_none(params string[] command)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Root may look into every folder.");
        Assert.Equal(0, await _nanoclaw.RunAsync(["groups", "add", "tg:42", "--main"]));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Store, UnixFileMode.None);
        }

        Assert.Equal(ExitCode.Failure, await _nanoclaw.RunAsync(command));
        Assert.Contains("may not be looked into by this user", _nanoclaw.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("There is no store", _nanoclaw.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_in_the_place_of_the_database_is_told()
    {
        Directory.CreateDirectory(Path.Combine(Store, "messages.db"));
        Assert.Equal(ExitCode.Failure, await _nanoclaw.RunAsync(["status"]));
        Assert.Contains("is a folder, where the database should be", _nanoclaw.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_whose_folder_cannot_be_made_is_not_added_and_the_setting_is_named()
    {
        await File.WriteAllTextAsync(Path.Combine(_nanoclaw.Folder, "groups"), "", TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.Failure, await _nanoclaw.RunAsync(["groups", "add", "tg:42", "--main"]));
        Assert.Contains("GROUPS_DIR", _nanoclaw.Error, StringComparison.Ordinal);

        Assert.Equal(0, await _nanoclaw.RunAsync(["groups", "list", "--json"]));
        Assert.Equal("[]", _nanoclaw.Output.Trim());
    }
}
