using NanoClaw.Infra.Tests.Evaluation;

namespace NanoClaw.Infra.Tests.Workflows;

/// <summary>The push that comes before a rotation is applied, against a repository that takes pushes or does not.</summary>
[Trait("Starts", "a process")]
public sealed class PushTests : IAsyncLifetime
{
    private const string Token = "ghs_theplantedtoken";

    private readonly string _folder = Directory.CreateTempSubdirectory("push").FullName;

    private string Origin => Path.Combine(_folder, "origin.git");

    private string Clone => Path.Combine(_folder, "clone");

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The script is for bash.");
        Directory.CreateDirectory(Origin);
        await GitAsync(Origin, "init", "--quiet", "--bare", "--initial-branch", "main");
        await GitAsync(_folder, "clone", "--quiet", Origin, Clone);
        await CommitAsync(Clone, "first");
        await GitAsync(Clone, "push", "--quiet", "origin", "HEAD:main");
    }

    [Fact]
    public async Task What_is_committed_is_pushed_on_top_of_what_others_have_pushed_meanwhile()
    {
        var other = Path.Combine(_folder, "other");
        await GitAsync(_folder, "clone", "--quiet", Origin, other);
        await CommitAsync(other, "theirs");
        await GitAsync(other, "push", "--quiet", "origin", "HEAD:main");
        await CommitAsync(Clone, "ours");

        var (exitCode, text) = await PushAsync();

        Assert.True(exitCode == 0, text);
        Assert.Equal("ours\ntheirs\nfirst\n", (await Tool.RunAsync(Origin, "git", "log", "--format=%s", "main")).Text);
    }

    [Fact]
    public async Task Asking_pushes_nothing()
    {
        await CommitAsync(Clone, "ours");

        Assert.Equal(0, (await PushAsync("--dry-run")).ExitCode);
        Assert.Equal("first\n", (await Tool.RunAsync(Origin, "git", "log", "--format=%s", "main")).Text);
    }

    [Theory]
    [InlineData()]
    [InlineData("--dry-run")]
    public async Task Who_may_not_push_is_told_by_a_failure(params string[] arguments)
    {
        await CommitAsync(Clone, "ours");
        await GitAsync(Clone, "remote", "set-url", "--push", "origin", Path.Combine(_folder, "forbidden.git"));

        Assert.NotEqual(0, (await PushAsync(arguments)).ExitCode);
    }

    [Fact]
    public async Task A_branch_that_takes_no_push_stops_it()
    {
        await CommitAsync(Clone, "ours");
        var hook = Path.Combine(Origin, "hooks", "pre-receive");
        await File.WriteAllTextAsync(hook, "#!/bin/sh\necho protected branch >&2\nexit 1\n");
        Assert.Equal(0, (await Tool.RunAsync(_folder, "chmod", "+x", hook)).ExitCode);

        var (exitCode, text) = await PushAsync();

        Assert.NotEqual(0, exitCode);
        Assert.Contains("protected branch", text, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task<(int ExitCode, string Text)> PushAsync(params string[] arguments)
    {
        var (exitCode, text) = await Tool.RunAsync(
            Clone,
            "env",
            [$"PUSH_TOKEN={Token}", "GIT_COMMITTER_NAME=ada", "GIT_COMMITTER_EMAIL=ada@example.com", Repository.PathTo(".github/stacks/push.sh"), .. arguments]
        );
        Assert.DoesNotContain(Token, text, StringComparison.Ordinal);
        return (exitCode, text);
    }

    private static async Task CommitAsync(string folder, string text)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, text), text);
        await GitAsync(folder, "add", ".");
        await GitAsync(folder, "-c", "user.name=ada", "-c", "user.email=ada@example.com", "commit", "--quiet", "--message", text);
    }

    private static async Task GitAsync(string folder, params string[] arguments)
    {
        var (exitCode, text) = await Tool.RunAsync(folder, "git", arguments);
        Assert.True(exitCode == 0, text);
    }
}
