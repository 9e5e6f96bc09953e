using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using NanoClaw.Agents;

namespace NanoClaw.Host.Tests.Support;

/// <summary>
/// A Worker that keeps the contract's word on runs: a run happens once under its id, goes on without its reader, and is
/// replayed from any event. It outlives the host's restarts.
/// </summary>
internal sealed class FakeWorker : IAgentRuntime
{
    private readonly ConcurrentDictionary<string, KeptRun> _runs = new();
    private readonly Lock _gate = new();

    /// <summary>What the agent says to a request; by default it repeats the numbers (#7) it was given.</summary>
    public Func<AgentRequest, IEnumerable<AgentEvent>> Answer { get; set; } =
        request => [new AgentEvent.Output("answer to " + string.Join(' ', Numbers(request.Prompt)))];

    /// <summary>The code by which a request is refused for good; null: it is taken.</summary>
    public Func<AgentRequest, string?> Refuses { get; set; } = _ => null;

    /// <summary>Items of lists that the Worker would have passed over: none, where what is sent was fitted.</summary>
    public int PassedOver { get; private set; }

    /// <summary>The sessions it has; a run in another is refused.</summary>
    public Func<string?, bool> Knows { get; set; } = _ => true;

    /// <summary>Faults of the calls to come, one each.</summary>
    public ConcurrentQueue<Fault> Faults { get; } = new();

    /// <summary>Why the Worker is away, or refuses every call before it looks at it; null: it is there.</summary>
    public Func<AgentException?> Away { get; set; } = () => null;

    /// <summary>The code with which a run fails before it says anything, as when the model's API refuses; null: it does not.</summary>
    public Func<AgentRequest, string?> RunFails { get; set; } = _ => null;

    /// <summary>What each run uses.</summary>
    public AgentUsage Usage { get; set; } =
        new()
        {
            InputTokens = 10,
            OutputTokens = 2,
            Steps = 1,
            DurationMs = 1000,
            Model = "m",
        };

    /// <summary>The model that is told to have answered.</summary>
    public string? AnsweredBy { get; set; }

    /// <summary>Held open, runs wait before their first event.</summary>
    public TaskCompletionSource? Gate { get; set; }

    public ConcurrentQueue<AgentRequest> Executed { get; } = new();

    public ConcurrentQueue<(string RunId, long? LastEventId)> Calls { get; } = new();

    /// <summary>What the failure of a run says of itself.</summary>
    public string FailureText { get; set; } = "failed";

    /// <summary>A run's failure by its code, with <see cref="FailureText"/>.</summary>
    public Func<string, string, AgentException> Fail { get; init; } = (code, text) => new AgentRunFailedException(code, text);

    /// <summary>The Worker's rules: how many items of lists it passes over; a broken rule is an exception.</summary>
    public Func<AgentRequest, int> Check { get; init; } = _ => 0;

    /// <summary>The numbers that runs had still to come to when they failed after they had begun to speak.</summary>
    public ConcurrentQueue<string> CutOff { get; } = new();

    public Action OnCall { get; set; } = () => { };

    public Task<AgentRunResult> RunAsync(
        AgentRequest request,
        Func<AgentOutput, CancellationToken, Task> onOutput,
        AgentRunOptions? options = null,
        CancellationToken cancellationToken = default
    ) => throw new NotSupportedException();

    public async IAsyncEnumerable<AgentEvent> StreamAsync(
        AgentRequest request,
        AgentRunOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        // What the client would not send, and what the Worker would not take, comes to the same.
        PassedOver += Check(request);
        if (Refuses(request) is { } refusal)
        {
            throw new AgentProtocolException(refusal, "refused");
        }

        OnCall();
        var (runId, last) = (options!.RunId!, options.LastEventId);
        Calls.Enqueue((runId, last));
        if (Away() is { } away)
        {
            throw away;
        }

        Faults.TryDequeue(out var fault);
        if (fault.Kind is FaultKind.Unreachable)
        {
            throw new AgentUnavailableException(AgentErrorCodes.ConnectionFailed, "unreachable");
        }

        if (fault.Kind is FaultKind.Refused)
        {
            throw new AgentConflictException(fault.Code!, "refused");
        }

        if (fault.Kind is FaultKind.Capped)
        {
            throw new AgentBudgetExhaustedException(AgentErrorCodes.RunCapReached, "capped", retryAfter: TimeSpan.FromHours(fault.After));
        }

        var run = Find(runId, request, last, fault);
        if (Gate is { } gate)
        {
            await gate.Task.WaitAsync(cancellationToken);
        }

        var sent = 0;
        foreach (var item in run.Events.Where(item => item.EventId > (last ?? 0)))
        {
            if (fault.Kind is FaultKind.Cut && sent++ >= fault.After)
            {
                throw new AgentUnavailableException(fault.Code ?? AgentErrorCodes.ConnectionFailed, "cut");
            }

            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            OnCall();
            yield return item;
        }

        if (run.Failure is { } code)
        {
            throw Fail(code, FailureText);
        }
    }

    /// <summary>The runs it was told to stop.</summary>
    public ConcurrentQueue<(string GroupFolder, string RunId)> Stopped { get; } = new();

    public Task<bool> StopAsync(string groupFolder, string runId, CancellationToken cancellationToken = default)
    {
        if (Away() is { } away)
        {
            throw away;
        }

        Stopped.Enqueue((groupFolder, runId));
        return Task.FromResult(_runs.ContainsKey(runId));
    }

    public static IEnumerable<string> Numbers(string text) => text.Split([' ', '<', '>', '\n', '"']).Where(word => word.StartsWith('#'));

    private KeptRun Find(string runId, AgentRequest request, long? last, Fault fault)
    {
        lock (_gate)
        {
            var body = JsonSerializer.Serialize(request);
            // A run that failed for a passing reason before it gave anything runs anew, unless it is only taken up.
            if (_runs.TryGetValue(runId, out var kept) && (last is not null || !kept.MayRunAnew))
            {
                return kept.Body == body ? kept : throw new AgentConflictException(AgentErrorCodes.RunConflict, "another body");
            }

            if (last is not null)
            {
                throw new AgentConflictException(AgentErrorCodes.RunUnknown, "not kept");
            }

            if (!Knows(request.SessionId))
            {
                throw new AgentConflictException(AgentErrorCodes.SessionUnknown, "no such session");
            }

            var events = new List<AgentEvent> { new AgentEvent.Started(runId, request.SessionId ?? $"session-{runId}") };
            if (RunFails(request) is { } code)
            {
                return _runs[runId] = new KeptRun(body, [events[0] with { EventId = 1 }], code);
            }

            Executed.Enqueue(request);
            events.AddRange(Answer(request).Take(fault.Kind is FaultKind.Fails ? fault.After : int.MaxValue));
            if (fault is { Kind: FaultKind.Fails, After: > 0 })
            {
                Numbers(request.Prompt).Skip(fault.After).ToList().ForEach(CutOff.Enqueue);
            }

            if (fault.Kind is not FaultKind.Fails)
            {
                events.Add(new AgentEvent.Usage(Usage));
                events.Add(new AgentEvent.Done(request.SessionId ?? $"session-{runId}") { Model = AnsweredBy });
            }

            var run = new KeptRun(
                body,
                [.. events.Select((item, index) => item with { EventId = index + 1 })],
                fault.Kind is FaultKind.Fails ? AgentErrorCodes.Internal : null
            );
            _runs[runId] = run;
            return run;
        }
    }

    private sealed record KeptRun(string Body, IReadOnlyList<AgentEvent> Events, string? Failure)
    {
        public bool MayRunAnew =>
            Events.Count == 1 && Failure is AgentErrorCodes.ModelRateLimited or AgentErrorCodes.ModelOverloaded or AgentErrorCodes.ModelUnavailable;
    }
}

internal enum FaultKind
{
    None,

    /// <summary>The call does not reach the Worker.</summary>
    Unreachable,

    /// <summary>The run happens, and its stream breaks off after so many events.</summary>
    Cut,

    /// <summary>The run ends in a failure after so many events of its answer.</summary>
    Fails,

    /// <summary>The Worker answers with an error code.</summary>
    Refused,

    /// <summary>The cap of runs is reached, for so many hours.</summary>
    Capped,
}

internal readonly record struct Fault(FaultKind Kind, int After = 0, string? Code = null);
