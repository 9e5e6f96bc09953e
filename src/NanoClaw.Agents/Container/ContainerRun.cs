using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace NanoClaw.Agents;

/// <summary>One run in a container, from its start to its end.</summary>
internal sealed class ContainerRun : IAsyncDisposable
{
    private static readonly TimeSpan MailboxInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    private readonly ContainerAgentRuntime _runtime;
    private readonly AgentRequest _request;
    private readonly CancellationToken _cancellationToken;
    private readonly string _name;
    private readonly Process _process;
    private readonly ContainerMailbox _mailbox;
    private readonly ActivityDeadline _deadline;
    private readonly OutputMarkers _markers;
    private readonly StderrTail _stderr = new();
    private readonly Task _stderrRead;
    private readonly Queue<AgentEvent> _pending = new();
    private readonly byte[] _buffer = new byte[16 * 1024];

    private Task<int>? _read;
    private string? _session;
    private bool _answered;
    private bool _ended;

    private ContainerRun(ContainerAgentRuntime runtime, AgentRequest request, string runId, CancellationToken cancellationToken)
    {
        var settings = runtime.Settings;
        _runtime = runtime;
        _request = request;
        _cancellationToken = cancellationToken;
        _session = request.SessionId;
        _name = $"nanoclaw-{request.GroupFolder}-{runId}";
        _markers = new OutputMarkers(settings.MaxOutputBytes);
        var folders = ContainerFolders.Prepare(settings, request, runtime.Logger);
        _mailbox = ContainerMailbox.Open(folders.Mailbox, request);
        try
        {
            _process = runtime.Engine.Start(ContainerEngine.RunArguments(
                _name, settings.Image, folders.Mounts, request.Metadata?.Timezone, settings.EnvironmentNames));
        }
        catch (Win32Exception exception)
        {
            throw new AgentUnavailableException(
                AgentErrorCodes.EngineUnavailable,
                $"The container engine '{settings.Engine}' could not be started. Install or start it, or set {AgentConfigurationKeys.Runtime}={CloudflareAgentRuntime.Name}.",
                inner: exception);
        }

        _deadline = new ActivityDeadline(settings.HardTimeout, TimeSpan.MaxValue, runtime.Time, cancellationToken);
        _stderrRead = _stderr.ReadAsync(_process.StandardError);
        _pending.Enqueue(new AgentEvent.Started(runId, request.SessionId));
    }

    public static async IAsyncEnumerable<AgentEvent> EventsAsync(
        ContainerAgentRuntime runtime,
        AgentRequest request,
        string runId,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var record = new RunRecord(runtime.Telemetry, runtime.Logger, runtime.Time, ContainerAgentRuntime.Name, runId, request, runtime.Settings.LogContent);
        ContainerRun? run = null;
        try
        {
            run = await record.NoteAsync(() => StartAsync(runtime, request, runId, cancellationToken)).ConfigureAwait(false);
            while (await record.NoteAsync(run.NextAsync).ConfigureAwait(false) is { } item)
            {
                record.Saw(item);
                run._deadline.Pause();
                yield return item;
                run._deadline.Resume();
            }
        }
        finally
        {
            if (run is not null)
            {
                await run.DisposeAsync().ConfigureAwait(false);
            }

            record.End(attempts: 1);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _deadline.Dispose();
        _process.Dispose();
    }

    private static async ValueTask<ContainerRun> StartAsync(ContainerAgentRuntime runtime, AgentRequest request, string runId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var run = new ContainerRun(runtime, request, runId, cancellationToken);
        var input = new ContainerInput(
            request.Prompt, request.SessionId, request.GroupFolder, request.ChatJid, request.IsMain, request.IsScheduledTask, request.Metadata?.AssistantName);
        try
        {
            var stdin = run._process.StandardInput.BaseStream;
            await using (stdin.ConfigureAwait(false))
            {
                await JsonSerializer.SerializeAsync(stdin, input, ContainerJson.Default.ContainerInput, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (IOException)
        {
            // It ended before it had read; its exit code and its last words say why.
        }
        catch
        {
            await run.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        return run;
    }

    private async ValueTask<AgentEvent?> NextAsync()
    {
        while (true)
        {
            if (_pending.TryDequeue(out var item))
            {
                return item;
            }

            if (_ended)
            {
                return null;
            }

            _read ??= _process.StandardOutput.BaseStream.ReadAsync(_buffer, CancellationToken.None).AsTask();
            await Task.WhenAny(_read, Task.Delay(MailboxInterval, _runtime.Time, _deadline.Token)).ConfigureAwait(false);
            _cancellationToken.ThrowIfCancellationRequested();
            foreach (var action in _mailbox.Take())
            {
                _pending.Enqueue(action);
            }

            if (_read.IsCompleted)
            {
                var count = await _read.ConfigureAwait(false);
                _read = null;
                if (count == 0)
                {
                    await EndAsync().ConfigureAwait(false);
                }
                else
                {
                    Take(_markers.Add(_buffer.AsSpan(0, count)));
                }
            }
            else if (_deadline.Expired)
            {
                await TimeOutAsync().ConfigureAwait(false);
            }
        }
    }

    private void Take(IReadOnlyList<byte[]> results)
    {
        foreach (var bytes in results)
        {
            _deadline.Touch();
            var output = AgentEventParser.Read(bytes, ContainerJson.Default.ContainerOutput, "a container's result");
            if (output.Status != "success")
            {
                throw new AgentRunFailedException(
                    AgentErrorCodes.ContainerFailed,
                    $"The agent in the container failed: {Safety().Text(output.Error)} Ask again, or look at the container's log.");
            }

            _answered = true;
            _session = output.NewSessionId ?? _session;
            var text = output.Result.ValueKind switch
            {
                JsonValueKind.Null or JsonValueKind.Undefined => null,
                JsonValueKind.String => output.Result.GetString(),
                _ => output.Result.GetRawText(),
            };
            if (text is null)
            {
                // The end of the query: v1's agent would now wait half an hour for another message, and block the group.
                _mailbox.Close();
            }
            else if (InternalBlocks.Cut(text) is { Length: > 0 } result)
            {
                _pending.Enqueue(new AgentEvent.Output(result));
            }
        }
    }

    private async ValueTask EndAsync()
    {
        try
        {
            await _process.WaitForExitAsync(_deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!_cancellationToken.IsCancellationRequested)
        {
            await TimeOutAsync().ConfigureAwait(false);
            return;
        }

        // A grandchild may still hold the pipe: what has come until now has to do.
        await Task.WhenAny(_stderrRead, Task.Delay(LastWords, CancellationToken.None)).ConfigureAwait(false);
        if (_process.ExitCode != 0)
        {
            throw new AgentRunFailedException(
                AgentErrorCodes.ContainerFailed,
                $"Container exited with code {_process.ExitCode}: {_stderr.Text(Safety())}");
        }

        Finish();
    }

    private async ValueTask TimeOutAsync()
    {
        await StopAsync().ConfigureAwait(false);
        if (!_answered)
        {
            throw new AgentTimeoutException(
                AgentErrorCodes.Timeout,
                $"The container gave no result for {_runtime.Settings.HardTimeout.TotalSeconds:0} s and was stopped. Ask again, or raise {AgentConfigurationKeys.ContainerTimeout}.");
        }

        Finish();
    }

    private void Finish()
    {
        _ended = true;
        foreach (var action in _mailbox.Take())
        {
            _pending.Enqueue(action);
        }

        _pending.Enqueue(new AgentEvent.Done(_session));
    }

    private WireSafety Safety() => new(_runtime.Settings.EnvironmentNames.Select(Environment.GetEnvironmentVariable));

    private async ValueTask StopAsync()
    {
        if (_process.HasExited)
        {
            return;
        }

        try
        {
            await _runtime.Engine.StopAsync(_name).ConfigureAwait(false);
        }
        catch (Win32Exception)
        {
            // The engine is gone; its client process is ended below.
        }

        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }
    }
}
