using System.Diagnostics;
using System.Reflection;
using System.Text;

namespace Moltworker.Tests;

/// <summary>Runs one of the Worker's scripts, silently and with nothing sent home.</summary>
internal static class NpmScript
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public static string RepositoryRoot { get; } =
        typeof(NpmScript).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(it => it.Key == "RepositoryRoot").Value!;

    public static string WorkerDirectory { get; } = Path.Combine(RepositoryRoot, "src", "moltworker");

    /// <summary>Runs <c>node</c> in the Worker's folder until it ends.</summary>
    /// <returns>Its exit code and all it wrote.</returns>
    /// <exception cref="TimeoutException">It took longer than ten minutes; it and its children are ended.</exception>
    public static async Task<(int ExitCode, string Output)> RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("node", arguments)
        {
            WorkingDirectory = WorkerDirectory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["WRANGLER_SEND_METRICS"] = "false",
                ["WRANGLER_SEND_ERROR_REPORTS"] = "false",
                ["CLOUDFLARE_CF_FETCH_ENABLED"] = "false",
                ["NO_COLOR"] = "1",
            },
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("node could not be started.");
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(output, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Longest);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException error)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw new TimeoutException($"node {string.Join(' ', start.ArgumentList)} took longer than {Longest}:\n{output}", error);
        }

        lock (output)
        {
            return (process.ExitCode, output.ToString());
        }
    }

    private static void Append(StringBuilder output, string? line)
    {
        lock (output)
        {
            output.AppendLine(line);
        }
    }
}
