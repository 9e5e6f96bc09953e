namespace Moltworker.Tests;

public sealed class WorkerTests(VitestRun run) : IClassFixture<VitestRun>
{
    public static TheoryData<string> TestFiles { get; } = new(FindTestFiles());

    [Theory]
    [MemberData(nameof(TestFiles))]
    public void Tests_of_the_Worker_pass(string file)
    {
        Assert.True(run.Files.TryGetValue(file, out var result), $"Vitest did not run {file}:\n{run.Output}");
        var failures = result
            .AssertionResults.Where(it => string.Equals(it.Status, "failed", StringComparison.Ordinal))
            .Select(it => $"{it.FullName}\n{string.Join('\n', it.FailureMessages ?? [])}")
            .ToList();
        Assert.True(
            failures.Count == 0 && string.Equals(result.Status, "passed", StringComparison.Ordinal),
            $"{result.Message}\n{string.Join("\n\n", failures)}"
        );
        Assert.NotEmpty(result.AssertionResults);
    }

    [Fact]
    public void Vitest_ends_without_an_error_outside_of_the_tests()
    {
        Assert.True(run.ExitCode == 0, run.Output);
    }

    [Fact]
    public async Task The_Worker_is_well_typed()
    {
        foreach (var project in (string[])[".", "outside"])
        {
            var (exitCode, output) = await NpmScript.RunAsync(
                ["node_modules/typescript/bin/tsc", "--noEmit", "--project", project],
                TestContext.Current.CancellationToken
            );
            Assert.True(exitCode == 0, output);
        }
    }

    private static IEnumerable<string> FindTestFiles() =>
        ((string[])["src", "outside"])
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(NpmScript.WorkerDirectory, folder), "*.test.ts", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(NpmScript.WorkerDirectory, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);
}
