using NanoClaw.Infra.Tests.Evaluation;

namespace NanoClaw.Infra.Tests.Workflows;

public sealed class RaiseRotationTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rotation").FullName;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The script needs sh.");
        await GitAsync("init", "--quiet");
    }

    [Fact]
    public async Task After_thirty_days_the_version_is_raised_by_one()
    {
        await CommitAsync("  nanoclaw:rotationVersion: 9\n", daysAgo: 31);

        Assert.Equal((0, "raised=true\n"), await RaiseAsync());
        Assert.Equal("config:\n  nanoclaw:zone: example.com\n  nanoclaw:rotationVersion: 10\n", await File.ReadAllTextAsync(StackPath));
    }

    [Fact]
    public async Task Before_that_nothing_is_changed()
    {
        await CommitAsync("  nanoclaw:rotationVersion: 9\n", daysAgo: 29);

        Assert.Equal((0, "raised=false\n"), await RaiseAsync());
        Assert.Contains("rotationVersion: 9\n", await File.ReadAllTextAsync(StackPath), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_of_another_key_is_no_rotation()
    {
        await CommitAsync("  nanoclaw:rotationVersion: 9\n", daysAgo: 40);
        await CommitAsync("  nanoclaw:rotationVersion: 9\n  nanoclaw:maxSteps: 5\n", daysAgo: 1);

        Assert.Equal((0, "raised=true\n"), await RaiseAsync());
    }

    [Fact]
    public async Task A_rotation_by_hand_counts()
    {
        await CommitAsync("  nanoclaw:rotationVersion: 9\n", daysAgo: 40);
        await CommitAsync("  nanoclaw:rotationVersion: 10\n", daysAgo: 2);

        Assert.Equal((0, "raised=false\n"), await RaiseAsync());
    }

    [Fact]
    public async Task A_file_without_the_key_is_named_with_the_line_to_add()
    {
        await CommitAsync("", daysAgo: 40);

        var (exitCode, text) = await RaiseAsync();
        Assert.Equal(1, exitCode);
        Assert.Contains("Pulumi.test.yaml has no line", text, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync()
    {
        // Git marks its objects read-only.
        foreach (var file in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories))
        {
            File.SetAttributes(file, FileAttributes.Normal);
        }

        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private string StackPath => Path.Combine(_folder, "Pulumi.test.yaml");

    private Task<(int ExitCode, string Text)> RaiseAsync() => Tool.RunAsync(_folder, "/bin/sh", Repository.PathTo(".github/scripts/raise-rotation.sh"), "test", "30");

    private async Task CommitAsync(string lines, int daysAgo)
    {
        await File.WriteAllTextAsync(StackPath, $"config:\n  nanoclaw:zone: example.com\n{lines}");
        var date = $"{TimeProvider.System.GetUtcNow().AddDays(-daysAgo).ToUnixTimeSeconds()} +0000";
        await GitAsync("add", ".");
        var (exitCode, text) = await Tool.RunAsync(_folder, "env", $"GIT_COMMITTER_DATE={date}", $"GIT_AUTHOR_DATE={date}", "git", "-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false", "commit", "--quiet", "--message", "x");
        Assert.True(exitCode == 0, text);
    }

    private async Task GitAsync(params string[] arguments)
    {
        var (exitCode, text) = await Tool.RunAsync(_folder, "git", arguments);
        Assert.True(exitCode == 0, text);
    }
}
