using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using NanoClaw.Home.Keys;
using NanoClaw.Home.Settings;
using NanoClaw.Host.Outages;

namespace NanoClaw.Home.Running;

/// <summary>
/// Runs <c>CONFIG_PULL_COMMAND</c> where the credentials are refused: after a rotation that this computer missed, the
/// assistant goes on by itself. What the command prints may hold secrets, so it goes nowhere.
/// </summary>
public sealed partial class ConfigPull(PullSettings settings, TimeProvider time, ILogger<ConfigPull> logger) : IAgentRemedy
{
    /// <summary>Longer than Pulumi takes to ask its backend, shorter than anybody's patience.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private long? _lastAt;

    public bool Cures(OutageCause cause) => cause is OutageCause.Credentials;

    public async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_lastAt is { } last && time.GetElapsedTime(last) < settings.Every)
            {
                return false;
            }

            _lastAt = time.GetTimestamp();
        }

        using var bound = new CancellationTokenSource(Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, bound.Token);
        try
        {
            var code = await RunAsync(either.Token);
            LogRan(AssistantKeys.ConfigPullCommand, code);
            return code == 0;
        }
        catch (Win32Exception)
        {
            LogNotFound(AssistantKeys.ConfigPullCommand, settings.Command[0]);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            LogTooLong(AssistantKeys.ConfigPullCommand, Longest);
        }

        return false;
    }

    private async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(settings.Command[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = settings.Folder,
        };
        foreach (var argument in settings.Command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, cancellationToken);
            var error = process.StandardError.BaseStream.CopyToAsync(Stream.Null, cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            await Task.WhenAll(output, error);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The credentials were refused: {Key} has run and ended with {ExitCode}.", EventName = "config_pull_ran")]
    private partial void LogRan(string key, int exitCode);

    [LoggerMessage(
        LogLevel.Error,
        "{Key} cannot be run: there is no program {Program} that this user may run. Give its whole path.",
        EventName = "config_pull_not_found"
    )]
    private partial void LogNotFound(string key, string program);

    [LoggerMessage(LogLevel.Error, "{Key} took longer than {Bound} and was ended.", EventName = "config_pull_too_long")]
    private partial void LogTooLong(string key, TimeSpan bound);
}
