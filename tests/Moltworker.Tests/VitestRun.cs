using System.Text.Json;

namespace Moltworker.Tests;

/// <summary>One run of all the Worker's tests. Its report stays in <c>artifacts/moltworker-tests.json</c>.</summary>
public sealed class VitestRun : IAsyncLifetime
{
    private Dictionary<string, VitestFile> _files = [];

    /// <summary>What Vitest wrote, for a failure that has no file.</summary>
    public string Output { get; private set; } = "";

    public int ExitCode { get; private set; }

    public IReadOnlyDictionary<string, VitestFile> Files => _files;

    public async ValueTask InitializeAsync()
    {
        var report = Path.Combine(NpmScript.RepositoryRoot, "artifacts", "moltworker-tests.json");
        Directory.CreateDirectory(Path.GetDirectoryName(report)!);
        File.Delete(report);
        (ExitCode, Output) = await NpmScript.RunAsync(
            ["scripts/test.mjs", "--reporter=default", "--reporter=json", $"--outputFile.json={report}"],
            TestContext.Current.CancellationToken
        );
        if (!File.Exists(report))
        {
            return;
        }

        await using var stream = File.OpenRead(report);
        var document = await JsonSerializer.DeserializeAsync<VitestReport>(stream, JsonSerializerOptions.Web);
        _files = document!.TestResults.ToDictionary(it => Path.GetRelativePath(NpmScript.WorkerDirectory, it.Name).Replace('\\', '/'));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed record VitestReport(IReadOnlyList<VitestFile> TestResults);

public sealed record VitestFile(string Name, string Status, string? Message, IReadOnlyList<VitestTest> AssertionResults);

public sealed record VitestTest(string FullName, string Status, IReadOnlyList<string>? FailureMessages);
