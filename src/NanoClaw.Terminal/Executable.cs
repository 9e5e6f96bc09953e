using System.ComponentModel;
using System.Diagnostics;

namespace NanoClaw.Terminal;

/// <summary>How a program ended, and the first of what it said.</summary>
public sealed record ExecutableResult(int ExitCode, string Output);

/// <summary>Runs a program to ask it something.</summary>
public static class Executable
{
    /// <returns>Null where there is no such program.</returns>
    public static async Task<ExecutableResult?> RunAsync(string name, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(name, arguments)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process? process;
        try
        {
            process = Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }

        if (process is null)
        {
            return null;
        }

        using (process)
        {
            try
            {
                process.StandardInput.Close();
                var error = process.StandardError.ReadToEndAsync(cancellationToken);
                var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
                await error;
                await process.WaitForExitAsync(cancellationToken);
                return new ExecutableResult(process.ExitCode, output.Trim());
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }
        }
    }
}
