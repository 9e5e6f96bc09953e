using NanoClaw.Deployment.Tests;

namespace NanoClaw.Cli.Tests.SettingUp;

/// <summary>Killed at once, with all that it has started: what is left is whole, and the next run goes on from there.</summary>
[Trait("Starts", "a process")]
public sealed class KilledSetupTests
{
    [Theory]
    [InlineData("stack init", true)]
    [InlineData("config set", true)]
    public async Task Killed_at_a_step_and_run_again_nothing_is_lost(string step, bool after)
    {
        await using var cloudflare = await FakeCloudflare.StartAsync();
        using var pulumi = new FakePulumi();
        pulumi.LogIn(salt: "v1:abc=:v1:def");
        pulumi.Hang(step, after);
        var folder = Directory.CreateTempSubdirectory("nanoclaw-clone-").FullName;
        foreach (var file in Directory.EnumerateFiles(SetupProcess.Repository, "Pulumi*.yaml"))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        var stack = Path.Combine(folder, "Pulumi.dev.yaml");
        var remarks = Remarks(stack);
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = pulumi.SearchPath,
            ["CLOUDFLARE_BASE_URL"] = cloudflare.Address.ToString(),
            ["CLOUDFLARE_API_TOKEN"] = cloudflare.Token,
        };
        using (var process = SetupProcess.Start(folder, variables))
        {
            var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await Eventually.TrueAsync(() => pulumi.HangsAt(step, after) || process.HasExited);
            Assert.False(process.HasExited, process.HasExited ? await error : "");
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        pulumi.Behave();
        using (var again = SetupProcess.Start(folder, variables))
        {
            var error = again.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await again.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(again.ExitCode == 0, await error);
        }

        var text = await File.ReadAllTextAsync(stack, TestContext.Current.CancellationToken);
        Assert.Equal(remarks, Remarks(stack));
        Assert.Contains("nanoclaw:runsPerDay: 50\n", text, StringComparison.Ordinal);
        Assert.Contains("encryptionsalt: \"v1:abc=:v1:def\"", text, StringComparison.Ordinal);
        Assert.Contains("    secure: ", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(folder), path => path.EndsWith(".tmp", StringComparison.Ordinal));
        Directory.Delete(folder, recursive: true);
    }

    private static List<string> Remarks(string file) => [.. File.ReadLines(file).Where(line => line.TrimStart().StartsWith('#'))];
}
