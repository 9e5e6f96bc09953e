using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace NanoClaw.Deployment.Pulumi;

/// <summary>
/// One call of the Pulumi CLI. Values reach it by its standard input, never among its arguments, which everybody on the machine
/// can read. What it prints stays in memory.
/// </summary>
internal sealed class PulumiProcess(PulumiSurroundings surroundings)
{
    private const int Interrupt = 2;

    // What was given to it, here or in its environment: what a failed call says gets to the screen.
    private readonly HashSet<string> _given = [.. surroundings.Environment.Values.Where(value => value.Length > 0)];

    /// <param name="arguments">The words after <c>pulumi</c>.</param>
    /// <param name="input">What it reads; it reads nothing where this is null.</param>
    /// <param name="onLine">Told of each line of the standard output.</param>
    /// <param name="finishing">How long a call that changes something has to end by itself when it is interrupted; zero for one that only reads.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<PulumiResult> RunAsync(
        IReadOnlyList<string> arguments,
        string? input,
        Action<string>? onLine,
        TimeSpan finishing,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (input is { Length: > 0 } && arguments.Contains("--secret", StringComparer.Ordinal))
        {
            _given.Add(input);
        }

        using var process = Start(arguments);
        try
        {
            var output = ReadAsync(process.StandardOutput, onLine);
            var error = ReadAsync(process.StandardError, onLine: null);
            await WriteAsync(process, input).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            var (said, complained) = (await output.ConfigureAwait(false), await error.ConfigureAwait(false));
            return process.ExitCode == 0 ? new(0, said, complained) : new(process.ExitCode, Hide(said), Hide(complained));
        }
        catch (OperationCanceledException)
        {
            await EndAsync(process, finishing).ConfigureAwait(false);
            throw;
        }
    }

    private Process Start(IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(surroundings.Executable)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
            WorkingDirectory = surroundings.ProjectFolder,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in surroundings.Environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw PulumiErrors.NotFound(exception);
        }
    }

    private string Hide(string text) => _given.Aggregate(text, (result, value) => result.Replace(value, "[secret]", StringComparison.Ordinal));

    private static async Task WriteAsync(Process process, string? input)
    {
        try
        {
            if (input is not null)
            {
                await process.StandardInput.WriteAsync(input).ConfigureAwait(false);
            }

            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading: its exit code and its words say why.
        }
    }

    private static async Task<string> ReadAsync(StreamReader reader, Action<string>? onLine)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(CancellationToken.None).ConfigureAwait(false) is { } line)
        {
            text.Append(line).Append('\n');
            onLine?.Invoke(line);
        }

        return text.ToString();
    }

    // An update that is killed leaves its lock behind and operations of which nobody knows whether they were done; one that is
    // interrupted ends after the resource it is at. At a terminal Ctrl-C has reached it already, and a second one would kill it.
    private async Task EndAsync(Process process, TimeSpan finishing)
    {
        if (finishing > TimeSpan.Zero && !process.HasExited)
        {
            if (!surroundings.IsInteractive && !OperatingSystem.IsWindows())
            {
                _ = Kill(process.Id, Interrupt);
            }

            using var patience = new CancellationTokenSource(finishing, surroundings.Time);
            try
            {
                await process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
                return;
            }
            catch (OperationCanceledException)
            {
                // It does not end: it is ended.
            }
        }

        process.Kill(entireProcessTree: true);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
