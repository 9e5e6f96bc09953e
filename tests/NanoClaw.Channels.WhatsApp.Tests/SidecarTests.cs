using System.Diagnostics;
using NanoClaw.Channels.WhatsApp.Tests.Support;

namespace NanoClaw.Channels.WhatsApp.Tests;

/// <summary>The sidecar's own tests, types and packages.</summary>
public sealed class SidecarTests
{
    [Fact]
    public async Task TestsOfTheSidecarPass()
    {
        var (exitCode, output) = await RunAsync("--test");
        Assert.True(exitCode == 0, output);
        Assert.Contains("# pass", output, StringComparison.Ordinal);
        Assert.DoesNotContain("# pass 0", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheSidecarIsWellTyped()
    {
        var (exitCode, output) = await RunAsync("node_modules/typescript/bin/tsc", "--noEmit");
        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public void TheLockFileNamesNoRegistryAndNoRepository()
    {
        var text = File.ReadAllText(Path.Combine(Phone.SidecarFolder, "package-lock.json"));
        Assert.DoesNotContain("\"resolved\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("git+", text, StringComparison.Ordinal);
        Assert.Contains("\"@whiskeysockets/baileys\": \"7.0.0-rc14\"", text, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("node", arguments)
        {
            WorkingDirectory = Phone.SidecarFolder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // node --test under another test runner would report to that one.
        start.Environment.Remove("NODE_TEST_CONTEXT");
        using var node = Process.Start(start) ?? throw new InvalidOperationException("node could not be started.");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(5));
        try
        {
            var output = node.StandardOutput.ReadToEndAsync(limit.Token);
            var error = node.StandardError.ReadToEndAsync(limit.Token);
            await node.WaitForExitAsync(limit.Token);
            return (node.ExitCode, await output + await error);
        }
        catch (OperationCanceledException)
        {
            node.Kill(entireProcessTree: true);
            throw;
        }
    }
}
