using NanoClaw.Infra.Tests.Evaluation;

namespace NanoClaw.Infra.Tests.Workflows;

/// <summary>The comment of a pull request, against a server that speaks as GitHub's API does.</summary>
[Trait("Starts", "a process")]
public sealed class CommentChangesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("changes").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_comment_is_made_once_and_then_takes_the_new_text()
    {
        await using var github = new FakeGitHub();
        Assert.Equal(0, await RunAsync(github, "dev", "one"));
        Assert.Equal(0, await RunAsync(github, "prod", "two"));
        Assert.Equal(0, await RunAsync(github, "dev", "three"));

        Assert.Equal(2, github.Comments.Count);
        Assert.Contains("three", github.Comments[0], StringComparison.Ordinal);
        Assert.Contains("two", github.Comments[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_comment_on_the_second_page_is_found()
    {
        await using var github = new FakeGitHub();
        github.Strangers(120);
        await RunAsync(github, "dev", "one");
        await RunAsync(github, "dev", "two");

        Assert.Equal(121, github.Comments.Count);
    }

    [Fact]
    public async Task What_the_text_holds_cannot_end_its_block_and_a_long_one_is_cut()
    {
        await using var github = new FakeGitHub();
        await RunAsync(github, "dev", "a ```` b\n" + new string('x', 70_000));

        Assert.Contains("\n`````\na ```` b", github.Comments[0], StringComparison.Ordinal);
        Assert.True(github.Comments[0].Length < 65_536);
        Assert.EndsWith("run it yourself)\n`````\n", github.Comments[0], StringComparison.Ordinal);
    }

    /// <summary>A plan holds what others have written: descriptions, names, rules.</summary>
    [Theory]
    [InlineData("@everyone look: </details><img src=x> [a](https://evil.example)")]
    [InlineData("a\n```\n@somebody # heading\n````\n<script>")]
    [InlineData("~~~\nout\n```")]
    [InlineData("turned \u202e around \u2066 hidden \u200b and \u001b[31m red \r over")]
    [InlineData("a\u2028```\u2029b")]
    public async Task Nothing_of_a_plan_becomes_markup_or_a_mention(string text)
    {
        await using var github = new FakeGitHub();
        await RunAsync(github, "dev", text, "plan");

        var lines = github.Comments[0].Split('\n');
        var fence = lines[3];
        Assert.Matches("^`{3,}$", fence);
        Assert.Equal(fence, lines[^2]);
        Assert.DoesNotContain(lines[4..^2], line => line.TrimStart().StartsWith(fence, StringComparison.Ordinal));
        Assert.DoesNotContain(
            github.Comments[0],
            c =>
                c != '\n'
                && (
                    char.IsControl(c)
                    || char.GetUnicodeCategory(c)
                        is System.Globalization.UnicodeCategory.Format
                            or System.Globalization.UnicodeCategory.LineSeparator
                            or System.Globalization.UnicodeCategory.ParagraphSeparator
                )
        );
    }

    [Fact]
    public async Task A_plan_and_what_changes_are_two_comments()
    {
        await using var github = new FakeGitHub();
        await RunAsync(github, "dev", "one");
        await RunAsync(github, "dev", "two", "plan");
        await RunAsync(github, "dev", "three", "plan");

        Assert.Equal(2, github.Comments.Count);
        Assert.Contains("three", github.Comments[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_comment_of_somebody_else_is_not_taken_for_one_s_own()
    {
        await using var github = new FakeGitHub();
        github.WriteAsStranger("<!-- nanoclaw preview dev --> mine");
        await RunAsync(github, "dev", "one");

        Assert.Equal("<!-- nanoclaw preview dev --> mine", github.Comments[0]);
        Assert.Contains("one", github.Comments[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_of_GitHub_fails_the_step()
    {
        await using var github = new FakeGitHub { Refuses = true };

        Assert.NotEqual(0, await RunAsync(github, "dev", "one"));
    }

    private async Task<int> RunAsync(FakeGitHub github, string stack, string text, string kind = "changes")
    {
        var file = Path.Combine(_folder, "changes.txt");
        await File.WriteAllTextAsync(file, text);
        var script = Repository.PathTo(".github/stacks/comment-changes.mjs");
        var (exitCode, _) = await Tool.RunAsync(_folder, "env", [.. github.Environment, "node", script, stack, file, kind]);
        return exitCode;
    }
}
