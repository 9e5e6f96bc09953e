namespace NanoClaw.EndToEnd.Tests;

/// <summary>What each stack declares, as text that was read and approved. A change here is a change of what gets deployed.</summary>
public sealed class PlanTests : IDisposable
{
    private readonly TemporaryProject _project = new();

    public void Dispose() => _project.Dispose();

    [Theory]
    [InlineData("local")]
    [InlineData("dev")]
    [InlineData("staging")]
    [InlineData("prod")]
    public async Task The_plan_is_the_approved_one(string stack)
    {
        var (code, output, error) = await NanoClawProcess.RunAsync(_project.Folder, "preview", "--stack", stack);
        Assert.True(code == 0, error);
        var approved = Path.Combine(AppContext.BaseDirectory, "Plans", stack + ".txt");
        var received = output.ReplaceLineEndings("\n") + "\n";
        if (!File.Exists(approved) || (await File.ReadAllTextAsync(approved, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n") != received)
        {
            var file = Path.Combine(Path.GetTempPath(), $"nanoclaw-plan-{stack}.txt");
            await File.WriteAllTextAsync(file, received, TestContext.Current.CancellationToken);
            Assert.Fail(
                $"The plan of '{stack}' is another one. Read it, and if it is right copy {file} to tests/NanoClaw.EndToEnd.Tests/Plans/{stack}.txt:\n{received}"
            );
        }
    }

    [Fact]
    public async Task Two_evaluations_declare_the_same_byte_for_byte()
    {
        var first = await NanoClawProcess.RunAsync(_project.Folder, "preview", "--stack", "prod", "--json");
        var second = await NanoClawProcess.RunAsync(_project.Folder, "preview", "--stack", "prod", "--json");
        Assert.True(first.ExitCode == 0, first.Error);
        Assert.Equal(first.Output, second.Output);
    }
}
