using NanoClaw.Infra.Tests.Evaluation;

namespace NanoClaw.Infra.Tests.Workflows;

public sealed class RaiseRotationTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rotation").FullName;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The commits are made with env.");
        await GitAsync("init", "--quiet");
    }

    [Fact]
    public async Task After_thirty_days_the_version_is_raised_by_one()
    {
        await CommitAsync("  nanoclaw:rotationVersion: 9\n", daysAgo: 31);

        Assert.Equal((0, "raised=true\nversion=10\n"), await RaiseAsync());
        Assert.Equal("config:\n  nanoclaw:zone: example.com\n  nanoclaw:rotationVersion: 10\n", await File.ReadAllTextAsync(StackPath));
    }

    [Fact]
    public async Task Before_that_nothing_is_changed()
    {
        await CommitAsync("  nanoclaw:rotationVersion: 9\n", daysAgo: 29);

        Assert.Equal((0, "raised=false\nversion=9\n"), await RaiseAsync());
        Assert.Contains("rotationVersion: 9\n", await File.ReadAllTextAsync(StackPath), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_of_another_key_is_no_rotation()
    {
        await CommitAsync("  nanoclaw:rotationVersion: 9\n", daysAgo: 40);
        await CommitAsync("  nanoclaw:rotationVersion: 9\n  nanoclaw:maxSteps: 5\n", daysAgo: 1);

        Assert.Equal((0, "raised=true\nversion=10\n"), await RaiseAsync());
    }

    [Fact]
    public async Task A_rotation_by_hand_counts()
    {
        await CommitAsync("  nanoclaw:rotationVersion: 9\n", daysAgo: 40);
        await CommitAsync("  nanoclaw:rotationVersion: 10\n", daysAgo: 2);

        Assert.Equal((0, "raised=false\nversion=10\n"), await RaiseAsync());
    }

    /// <summary>What people write, and what <c>pulumi config set</c> makes of it: every number becomes a text.</summary>
    [Theory]
    [InlineData("  nanoclaw:rotationVersion: 9\n", "  nanoclaw:rotationVersion: 10\n")]
    [InlineData("  nanoclaw:rotationVersion: \"9\"\n", "  nanoclaw:rotationVersion: \"10\"\n")]
    [InlineData("  nanoclaw:rotationVersion: '9'\n", "  nanoclaw:rotationVersion: '10'\n")]
    [InlineData("  nanoclaw:rotationVersion: \"9\" # raised by the workflow\n", "  nanoclaw:rotationVersion: \"10\" # raised by the workflow\n")]
    [InlineData("  nanoclaw:rotationVersion:   9   # a comment: 9\n", "  nanoclaw:rotationVersion:   10   # a comment: 9\n")]
    [InlineData("  \"nanoclaw:rotationVersion\": 9\n", "  \"nanoclaw:rotationVersion\": 10\n")]
    [InlineData("  'nanoclaw:rotationVersion': '9'\n", "  'nanoclaw:rotationVersion': '10'\n")]
    [InlineData("  nanoclaw:rotationVersion:\n    9\n", "  nanoclaw:rotationVersion:\n    10\n")]
    [InlineData("  nanoclaw:config:rotationVersion: \"9\"\n", "  nanoclaw:config:rotationVersion: \"10\"\n")]
    [InlineData("  nanoclaw:rotationVersion: 9\r\n  nanoclaw:maxSteps: \"5\"\r\n", "  nanoclaw:rotationVersion: 10\r\n  nanoclaw:maxSteps: \"5\"\r\n")]
    [InlineData("  # nanoclaw:rotationVersion: 7\n  nanoclaw:rotationVersion: \"9\"\n  nanoclaw:modelApiKey:\n    secure: v1:rotationVersion\n", "  # nanoclaw:rotationVersion: 7\n  nanoclaw:rotationVersion: \"10\"\n  nanoclaw:modelApiKey:\n    secure: v1:rotationVersion\n")]
    public async Task The_version_is_raised_in_whatever_form_it_is_written_and_nothing_else_changes(string before, string after)
    {
        await CommitAsync(before, daysAgo: 31);

        Assert.Equal((0, "raised=true\nversion=10\n"), await RaiseAsync());
        Assert.Equal($"{Head}{after}", await File.ReadAllTextAsync(StackPath));
    }

    [Fact]
    public async Task The_same_number_written_anew_is_no_rotation()
    {
        await CommitAsync("  nanoclaw:rotationVersion: 9\n", daysAgo: 40);
        await CommitAsync("  nanoclaw:rotationVersion: \"9\"\n  nanoclaw:maxSteps: \"5\"\n", daysAgo: 1);

        Assert.Equal((0, "raised=true\nversion=10\n"), await RaiseAsync());
    }

    [Fact]
    public async Task A_rotation_that_was_taken_back_and_done_again_counts_from_the_last_time()
    {
        await CommitAsync("  nanoclaw:rotationVersion: 10\n", daysAgo: 60);
        await CommitAsync("  nanoclaw:rotationVersion: 9\n", daysAgo: 50);
        await CommitAsync("  nanoclaw:rotationVersion: 10\n", daysAgo: 5);

        Assert.Equal((0, "raised=false\nversion=10\n"), await RaiseAsync());
    }

    [Theory]
    [InlineData("  nanoclaw:rotationVersion: many\n", "no whole number")]
    [InlineData("  nanoclaw:rotationVersion: 0\n", "no whole number")]
    [InlineData("  nanoclaw:rotationVersion: [1]\n", "has no line")]
    [InlineData("  nanoclaw:rotationVersion: |\n    9\n", "no whole number")]
    [InlineData("  nanoclaw:rotationVersion: [\n", "not well-formed YAML")]
    public async Task What_is_no_version_is_named_and_left_alone(string lines, string reason)
    {
        await CommitAsync(lines, daysAgo: 40);

        var (exitCode, text) = await RaiseAsync();
        Assert.Equal(1, exitCode);
        Assert.Contains(reason, text, StringComparison.Ordinal);
        Assert.DoesNotContain("    at ", text, StringComparison.Ordinal);
        Assert.Equal($"{Head}{lines}", await File.ReadAllTextAsync(StackPath));
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

    private const string Head = "config:\n  nanoclaw:zone: example.com\n";

    private string StackPath => Path.Combine(_folder, "Pulumi.test.yaml");

    private Task<(int ExitCode, string Text)> RaiseAsync() => Tool.RunAsync(_folder, "node", Repository.PathTo(".github/stacks/raise-rotation.mjs"), "test", "30");

    private async Task CommitAsync(string lines, int daysAgo)
    {
        await File.WriteAllTextAsync(StackPath, $"{Head}{lines}");
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
