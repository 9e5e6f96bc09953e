using System.Text.Json;
using NanoClaw.LocalCloud;

namespace NanoClaw.Cli.Tests;

public sealed class EdgeTestCommandTests
{
    [Fact]
    public async Task A_checklist_that_holds_exits_with_zero_and_shows_a_table()
    {
        var (code, output, _) = await RunAsync("cases: [{ name: health is guarded, request: { path: /healthz }, expect: { status: 401 } }]");

        Assert.Equal(0, code);
        Assert.Contains("pass  health is guarded  401", output, StringComparison.Ordinal);
        Assert.EndsWith("1 case passed.\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_verdict_that_differs_exits_with_one()
    {
        var (code, output, _) = await RunAsync("cases: [{ name: open, request: { path: /healthz }, expect: { answeredBy: worker } }]", "--json");

        Assert.Equal(1, code);
        using var json = JsonDocument.Parse(output);
        Assert.False(json.RootElement[0].GetProperty("passed").GetBoolean());
    }

    [Fact]
    public async Task A_file_that_is_no_checklist_exits_with_two_and_tells_line_and_key()
    {
        var (code, _, error) = await RunAsync("cases:\n  - name: a\n    request: { pth: / }\n    expect: { status: 200 }");

        Assert.Equal(2, code);
        Assert.Contains("(3,16): unknown key 'pth' in request", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_exits_with_two()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        var code = await NanoClawCommandLine.RunAsync(
            ["edge", "test", "no-such-checklist.yaml"],
            Context(output, error),
            TestContext.Current.CancellationToken
        );

        Assert.Equal(2, code);
        Assert.Contains("no-such-checklist.yaml", error.ToString(), StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string checklist, params string[] options)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, checklist, TestContext.Current.CancellationToken);
            using var output = new StringWriter();
            using var error = new StringWriter();
            var code = await NanoClawCommandLine.RunAsync(["edge", "test", file, .. options], Context(output, error), TestContext.Current.CancellationToken);
            return (code, output.ToString(), error.ToString());
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static CliContext Context(TextWriter output, TextWriter error) =>
        new()
        {
            In = TextReader.Null,
            Out = output,
            Error = error,
            ProjectFolder = Path.GetDirectoryName(ProjectFolder.FindUpward("NanoClaw.sln"))!,
            Variable = _ => null,
        };
}
