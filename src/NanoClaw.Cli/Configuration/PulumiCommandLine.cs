using System.ComponentModel;
using System.Diagnostics;

namespace NanoClaw.Cli.Configuration;

/// <summary>Asks the Pulumi CLI for a stack's outputs. They go from its standard output to memory, and nowhere else.</summary>
internal sealed class PulumiCommandLine(string projectFolder, bool interactive)
{
    private const int ErrorLines = 8;

    public async Task<string> StackOutputsAsync(string stack, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("pulumi") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = projectFolder };
        foreach (var argument in (string[])["stack", "output", "--json", "--show-secrets", "--stack", stack])
        {
            start.ArgumentList.Add(argument);
        }

        if (!interactive)
        {
            start.ArgumentList.Add("--non-interactive");
        }

        using var process = Start(start);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return process.ExitCode == 0
                ? await output.ConfigureAwait(false)
                : throw Failed(stack, process.ExitCode, await error.ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new CliException(
                "The Pulumi CLI was not found. Install it (https://www.pulumi.com/docs/install), or take the outputs elsewhere and hand them over: "
                + "nanoclaw config pull --from FILE (- for standard input), or --local for the local cloud.",
                ExitCode.Usage,
                exception);
        }
    }

    private static CliException Failed(string stack, int code, string error)
    {
        var lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(ErrorLines);
        return new CliException(
            $"pulumi could not give the outputs of the stack '{stack}' (exit code {code}):\n  {string.Join("\n  ", lines)}\n"
            + $"Try 'pulumi stack output --stack {stack}' by itself, or 'pulumi login' first.",
            ExitCode.Failure);
    }
}
