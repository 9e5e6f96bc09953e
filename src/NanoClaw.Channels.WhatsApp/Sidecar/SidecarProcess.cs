using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace NanoClaw.Channels.WhatsApp.Sidecar;

/// <summary>One run of the sidecar: commands in, events out, and no process left when it is disposed of.</summary>
internal sealed partial class SidecarProcess : IAsyncDisposable
{
    /// <summary>Longer than the sidecar takes to close its connection and finish its writes.</summary>
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(8);
    private const int LongestDiagnostic = 500;
    private readonly Process _process;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Task _diagnostics;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<SidecarEvent>> _sends = new(StringComparer.Ordinal);
    private volatile bool _ended;

    private SidecarProcess(Process process, TimeProvider time, ILogger logger)
    {
        (_process, _time, _logger) = (process, time, logger);
        _diagnostics = ReadDiagnosticsAsync();
    }

    internal int Id => _process.Id;

    /// <exception cref="WhatsAppException">It cannot be started.</exception>
    public static SidecarProcess Start(SidecarProgram program, TimeProvider time, ILogger logger)
    {
        var start = SidecarProgram.CreateStart("node", [program.Script], program.Folder);
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        (start.StandardInputEncoding, start.StandardOutputEncoding, start.StandardErrorEncoding) = (utf8, utf8, utf8);
        try
        {
            return new SidecarProcess(Process.Start(start) ?? throw new WhatsAppException("The WhatsApp sidecar could not be started."), time, logger);
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new WhatsAppException($"The WhatsApp sidecar could not be started: {exception.Message}", exception);
        }
    }

    /// <summary>What it tells, until it ends.</summary>
    public async IAsyncEnumerable<SidecarEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            while (await _process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            {
                if (Read(line) is not { } told)
                {
                    continue;
                }

                var answered = told switch
                {
                    SentEvent sent => sent.Id,
                    FailedEvent failed => failed.Id,
                    ErrorEvent error => error.Id,
                    _ => null,
                };
                if (answered is not null && _sends.TryRemove(answered, out var send))
                {
                    send.TrySetResult(told);
                }

                yield return told;
            }
        }
        finally
        {
            _ended = true;
            foreach (var send in _sends.Values)
            {
                send.TrySetException(new WhatsAppException("The WhatsApp sidecar ended before the text was sent; it is sent again."));
            }
        }
    }

    /// <summary>Its exit code; null if it does not end within the bound.</summary>
    public async Task<int?> WaitForExitAsync()
    {
        try
        {
            await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(EndTimeout, _time);
            return _process.ExitCode;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <summary>Tells it something; if it has ended, nobody hears. One that reads no more is waited for until cancelled.</summary>
    public Task TellAsync(SidecarCommand command, CancellationToken cancellationToken) => WriteAsync(command, cancellationToken).WaitAsync(cancellationToken);

    private async Task WriteAsync(SidecarCommand command, CancellationToken cancellationToken)
    {
        var line = JsonSerializer.Serialize(command, SidecarJson.Default.SidecarCommand);
        await _writing.WaitAsync(cancellationToken);
        try
        {
            // Whole lines only: a write that is given up half-way would spoil the next.
            await _process.StandardInput.WriteLineAsync(line.AsMemory(), CancellationToken.None);
            await _process.StandardInput.FlushAsync(CancellationToken.None);
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            LogNotHeard(exception.GetType().Name);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Sends a text, and returns when WhatsApp has confirmed or refused it: sent, failed, or an error.</summary>
    /// <exception cref="WhatsAppException">The sidecar ended or did not answer in time.</exception>
    public async Task<SidecarEvent> SendAsync(SendCommand command, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var answer = _sends.GetOrAdd(command.Id, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            await TellAsync(command, cancellationToken).WaitAsync(timeout, _time, cancellationToken);
            if (_ended)
            {
                throw new WhatsAppException("The WhatsApp sidecar has ended; the text is sent again.");
            }

            return await answer.Task.WaitAsync(timeout, _time, cancellationToken);
        }
        catch (TimeoutException exception)
        {
            throw new WhatsAppException($"WhatsApp did not confirm a text within {timeout}.", exception);
        }
        finally
        {
            _sends.TryRemove(new(command.Id, answer));
        }
    }

    /// <summary>Lets it end by itself, and ends it with all it started if it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!await TryStopAsync() || await WaitForExitAsync() is null)
        {
            LogKilled(EndTimeout);
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        await _diagnostics;
        _process.Dispose();
    }

    /// <summary>False: it does not even read.</summary>
    private async Task<bool> TryStopAsync()
    {
        try
        {
            await TellAsync(new StopCommand(), CancellationToken.None).WaitAsync(EndTimeout, _time);
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already.
        }
        catch (TimeoutException)
        {
            return false;
        }

        return true;
    }

    private SidecarEvent? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, SidecarJson.Default.SidecarEvent);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            LogNotUnderstood(line.Length);
            return null;
        }
    }

    private async Task ReadDiagnosticsAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            LogDiagnostic(line.Length > LongestDiagnostic ? line[..LongestDiagnostic] : line);
        }
    }

    [LoggerMessage(LogLevel.Warning, "WhatsApp sidecar: {Reason}", EventName = "sidecar_diagnostic")]
    private partial void LogDiagnostic(string reason);

    [LoggerMessage(
        LogLevel.Warning,
        "A line of the WhatsApp sidecar ({Length} characters) is no event: is it of another version?",
        EventName = "sidecar_not_understood"
    )]
    private partial void LogNotUnderstood(int length);

    [LoggerMessage(LogLevel.Debug, "The WhatsApp sidecar did not hear a command ({Kind}).", EventName = "sidecar_not_heard")]
    private partial void LogNotHeard(string kind);

    [LoggerMessage(LogLevel.Warning, "The WhatsApp sidecar did not end within {Bound} and was killed.", EventName = "sidecar_killed")]
    private partial void LogKilled(TimeSpan bound);
}
