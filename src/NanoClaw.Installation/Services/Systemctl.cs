using System.Diagnostics;

namespace NanoClaw.Installation.Services;

/// <summary><c>systemctl</c>, for the machine or for the person who calls.</summary>
public sealed class Systemctl
{
    private readonly string _program;
    private readonly bool _isSystem;

    private Systemctl(string program, bool isSystem) => (_program, _isSystem) = (program, isSystem);

    /// <summary>Looks for it among the programs.</summary>
    /// <returns>Null where there is none.</returns>
    public static Systemctl? Find(string searchPath, bool isSystem)
    {
        ArgumentNullException.ThrowIfNull(searchPath);
        var found = searchPath
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, "systemctl"))
            .FirstOrDefault(File.Exists);
        return found is null ? null : new Systemctl(found, isSystem);
    }

    /// <summary>A command as a person would type it.</summary>
    public static string Line(bool isSystem, params IEnumerable<string> arguments) =>
        string.Join(' ', arguments.Prepend(isSystem ? "systemctl" : "systemctl --user"));

    /// <exception cref="InstallationException">It failed.</exception>
    public async Task RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var (exitCode, _, error) = await AskAsync(arguments, cancellationToken).ConfigureAwait(false);
        if (exitCode != 0)
        {
            throw new InstallationException(
                InstallationFailure.Failed,
                $"'{Line(_isSystem, arguments)}' failed (exit code {exitCode}): {error.Trim()} What was written stays; the command may be repeated, and so may this one."
            );
        }
    }

    /// <summary>The properties of a unit.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ShowAsync(string unit, IReadOnlyList<string> properties, CancellationToken cancellationToken)
    {
        var (exitCode, output, error) = await AskAsync(["show", unit, $"--property={string.Join(',', properties)}"], cancellationToken).ConfigureAwait(false);
        if (exitCode != 0)
        {
            throw new InstallationException(InstallationFailure.Failed, $"systemd does not tell about {unit}: {error.Trim()}");
        }

        return output
            .Split('\n')
            .Select(line => line.Split('=', 2))
            .Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0], pair => pair[1].Trim(), StringComparer.Ordinal);
    }

    private async Task<(int ExitCode, string Output, string Error)> AskAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(_program, _isSystem ? arguments : arguments.Prepend("--user"))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InstallationException(InstallationFailure.Failed, $"{_program} could not be started.");
        try
        {
            process.StandardInput.Close();
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return (process.ExitCode, output, await error.ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
