using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace NanoClaw.Agents;

/// <summary>Traces and metrics under the name <c>NanoClaw.Agents</c>. Tags are few and bounded: no group, no chat, no text.</summary>
internal sealed class AgentTelemetry
{
    public const string Name = "NanoClaw.Agents";

    private static readonly ActivitySource Source = new(Name);

    private readonly Counter<long> _runs;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _firstOutput;
    private readonly Counter<long> _resumes;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _tokens;
    private readonly Counter<long> _cached;
    private readonly KeyValuePair<string, object?> _runtime;

    public AgentTelemetry(string runtime, IMeterFactory? factory)
    {
        _runtime = new("nanoclaw.runtime", runtime);
        var meter = factory?.Create(Name) ?? new Meter(Name);
        _runs = meter.CreateCounter<long>("nanoclaw.agent.runs", "{run}", "Runs that ended, by outcome.");
        _duration = meter.CreateHistogram<double>("nanoclaw.agent.run.duration", "s", "How long runs took, as the caller saw it.");
        _firstOutput = meter.CreateHistogram<double>("nanoclaw.agent.time_to_first_output", "s", "From the call to the first text.");
        _resumes = meter.CreateCounter<long>("nanoclaw.agent.resumes", "{resume}", "Streams taken up again after a cut.");
        _retries = meter.CreateCounter<long>("nanoclaw.agent.retries", "{retry}", "Calls sent again, by reason.");
        _tokens = meter.CreateCounter<long>("nanoclaw.agent.tokens", "{token}", "The model's tokens, in and out.");
        _cached = meter.CreateCounter<long>(
            "nanoclaw.agent.cached_tokens",
            "{token}",
            "Of the tokens in, those read from the provider's cache and those written to it."
        );
    }

    public Activity? StartRun(string runId)
    {
        var activity = Source.StartActivity("agent.run", ActivityKind.Client);
        activity?.SetTag(_runtime.Key, _runtime.Value);
        activity?.SetTag("nanoclaw.run_id", runId);
        return activity;
    }

    /// <summary>One call of a run, below it wherever the caller of the step may be.</summary>
    public static Activity? StartCall(Activity? run, Uri endpoint, int attempt)
    {
        if (run is null)
        {
            return null;
        }

        var call = Source.StartActivity("agent.call", ActivityKind.Client, run.Context);
        call?.SetTag("server.address", endpoint.Host);
        call?.SetTag("server.port", endpoint.Port);
        call?.SetTag("http.request.resend_count", attempt - 1);
        return call;
    }

    public void Resumed() => _resumes.Add(1, _runtime);

    public void Retried(string code) => _retries.Add(1, _runtime, new("nanoclaw.reason", Bounded(code)));

    /// <summary>Whether anyone wants to know when the first text came: the clock is not read for nobody.</summary>
    public bool TimesFirstOutput => _firstOutput.Enabled;

    /// <summary>Whether anyone wants to know how long runs take.</summary>
    public bool TimesRuns => _duration.Enabled;

    public void FirstOutput(TimeSpan after) => _firstOutput.Record(after.TotalSeconds, _runtime);

    public void Used(AgentUsage usage)
    {
        _tokens.Add(Math.Max(0, usage.InputTokens), _runtime, new("nanoclaw.direction", "input"));
        _tokens.Add(Math.Max(0, usage.OutputTokens), _runtime, new("nanoclaw.direction", "output"));
        _cached.Add(Math.Max(0, usage.CacheReadTokens), _runtime, new("nanoclaw.kind", "read"));
        _cached.Add(Math.Max(0, usage.CacheWriteTokens), _runtime, new("nanoclaw.kind", "write"));
    }

    public void Ended(Activity? activity, string outcome, TimeSpan duration)
    {
        var bounded = Bounded(outcome);
        var tag = new KeyValuePair<string, object?>("nanoclaw.outcome", bounded);
        _runs.Add(1, _runtime, tag);
        _duration.Record(duration.TotalSeconds, _runtime, tag);
        if (activity is not null)
        {
            activity.SetTag(tag.Key, bounded);
            activity.SetStatus(outcome == RunOutcome.Success ? ActivityStatusCode.Ok : ActivityStatusCode.Error);
            activity.Dispose();
        }
    }

    /// <summary>A server's word must not become a tag without bound.</summary>
    private static string Bounded(string code) =>
        code is RunOutcome.Success or RunOutcome.Cancelled or RunOutcome.Fault || AgentErrorCodes.Known.Contains(code) ? code : "other";
}

/// <summary>How a run ended, where no code of the contract says it.</summary>
internal static class RunOutcome
{
    public const string Success = "success";
    public const string Cancelled = "cancelled";
    public const string Fault = "fault";
}
