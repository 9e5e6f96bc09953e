using System.ComponentModel;
using System.Diagnostics;

namespace NanoClaw.Cli.Previewing;

/// <summary>Another program, run to its end.</summary>
internal sealed class Tool(string name, string folder)
{
    // What a build around this one has set is for that build.
    private static readonly string[] OfTheBuildAround = ["MSBUILD_EXE_PATH", "MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBuildLoadMicrosoftTargetsReadOnly"];

    private readonly Dictionary<string, string?> _environment = OfTheBuildAround.ToDictionary(v => v, _ => (string?)null, StringComparer.Ordinal);

    /// <summary>Keeps an environment variable from the program.</summary>
    public Tool Without(params ReadOnlySpan<string> variables)
    {
        foreach (var variable in variables)
        {
            _environment[variable] = null;
        }

        return this;
    }

    public async Task<(int Code, string Output, string Error)> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(name)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = folder,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (key, value) in _environment)
        {
            start.Environment[key] = value;
        }

        using var process = Start(start);
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return (process.ExitCode, await output.ConfigureAwait(false), await error.ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new CliException(
                $"--from a revision needs {name}, which was not found. Compare with a file that 'nanoclaw preview --out' wrote.",
                ExitCode.Usage,
                exception
            );
        }
    }
}
