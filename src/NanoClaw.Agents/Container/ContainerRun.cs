using System.Runtime.CompilerServices;
using System.Text.Json;

namespace NanoClaw.Agents;

/// <summary>One run in a container, from its start to its end.</summary>
internal sealed class ContainerRun : IAsyncDisposable
{
    private static readonly TimeSpan MailboxInterval = TimeSpan.FromSeconds(1);

    private readonly ContainerAgentRuntime _runtime;
    private readonly CancellationToken _cancellationToken;
    private readonly ContainerMailbox _mailbox;
    private readonly ContainerProcess _process;
    private readonly ActivityDeadline _deadline;
    private readonly OutputMarkers _markers;
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
        _cancellationToken = cancellationToken;
        _session = request.SessionId;
        _markers = new OutputMarkers(settings.MaxOutputBytes);
        var folders = ContainerFolders.Prepare(settings, request, runtime.Logger);
        _mailbox = ContainerMailbox.Open(folders.Mailbox, request);
        _process = ContainerProcess.Start(runtime, $"nanoclaw-{request.GroupFolder}-{runId}", folders.Mounts, request.Metadata?.Timezone);
        _deadline = new ActivityDeadline(runtime.Watch, settings.HardTimeout, TimeSpan.MaxValue, runtime.Time, cancellationToken);
        _deadline.Listen();
        _pending.Enqueue(new AgentEvent.Started(runId, request.SessionId));
    }

    public static async IAsyncEnumerable<AgentEvent> EventsAsync(
        ContainerAgentRuntime runtime,
        AgentRequest request,
        string runId,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var record = new RunRecord(runtime.Telemetry, runtime.Logger, runtime.Time, ContainerAgentRuntime.Name, runId, request, runtime.Settings.LogContent);
        ContainerRun? run = null;
        try
        {
            run = await record.NoteAsync(StartAsync(runtime, request, runId, cancellationToken)).ConfigureAwait(false);
            while (await record.NoteAsync(run.NextAsync()).ConfigureAwait(false) is { } item)
            {
                record.Saw(item);
                yield return item;
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
        await _process.DisposeAsync().ConfigureAwait(false);
        _deadline.Dispose();
    }

    private static async ValueTask<ContainerRun> StartAsync(
        ContainerAgentRuntime runtime,
        AgentRequest request,
        string runId,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        var run = new ContainerRun(runtime, request, runId, cancellationToken);
        try
        {
            var input = new ContainerInput(
                request.Prompt,
                request.SessionId,
                request.GroupFolder,
                request.ChatJid,
                request.IsMain,
                request.IsScheduledTask,
                request.Metadata?.AssistantName
            );
            await run._process.WriteAsync(input, cancellationToken).ConfigureAwait(false);
            return run;
        }
        catch
        {
            await run.DisposeAsync().ConfigureAwait(false);
            throw;
        }
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

            _read ??= _process.Output.ReadAsync(_buffer, CancellationToken.None).AsTask();
            await Task.WhenAny(_read, Task.Delay(MailboxInterval, _runtime.Time, _deadline.Token)).ConfigureAwait(false);
            _cancellationToken.ThrowIfCancellationRequested();
            TakeMail();
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
                    $"The agent in the container failed: {Safety().Text(output.Error)} Ask again, or look at the container's log."
                );
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
            else if (InternalFilter.Cut(text).Trim() is { Length: > 0 } result)
            {
                _pending.Enqueue(new AgentEvent.Output(result));
            }
        }
    }

    private void TakeMail()
    {
        foreach (var action in _mailbox.Take())
        {
            _pending.Enqueue(action);
        }
    }

    private async ValueTask EndAsync()
    {
        try
        {
            await _process.WaitForSuccessAsync(Safety(), _deadline.Token).ConfigureAwait(false);
            Finish();
        }
        catch (OperationCanceledException) when (!_cancellationToken.IsCancellationRequested)
        {
            await TimeOutAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask TimeOutAsync()
    {
        await _process.StopAsync().ConfigureAwait(false);
        if (!_answered)
        {
            throw new AgentTimeoutException(
                AgentErrorCodes.Timeout,
                $"The container gave no result for {_runtime.Settings.HardTimeout.TotalSeconds:0} s and was stopped. Ask again, or raise {AgentConfigurationKeys.ContainerTimeout}."
            );
        }

        Finish();
    }

    private void Finish()
    {
        TakeMail();
        _ended = true;
        _pending.Enqueue(new AgentEvent.Done(_session));
    }

    private WireSafety Safety() => new(_runtime.Settings.EnvironmentNames.Select(Environment.GetEnvironmentVariable));
}
