using System.Diagnostics.Metrics;
using NanoClaw.Agents;
using NanoClaw.Host.Telemetry;
using NanoClaw.Store;

namespace NanoClaw.Host.Metrics;

/// <summary>The meter <c>NanoClaw.Host</c>. Labels are few and bounded: no group, no chat, no text.</summary>
internal sealed class HostMetrics : IDisposable
{
    /// <summary>From an answer without a model, 10 ms, to a turn at the longest deadline; in seconds.</summary>
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600],
    };

    private readonly Meter _meter = new(HostTelemetry.Name);
    private readonly Counter<long> _received;
    private readonly Counter<long> _runs;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _tokens;
    private readonly Counter<long> _cached;
    private readonly Counter<long> _sent;
    private readonly Histogram<double> _answer;
    private readonly Histogram<double> _run;

    public HostMetrics()
    {
        _received = _meter.CreateCounter<long>("nanoclaw_messages_received_total", description: "Messages stored.");
        _runs = _meter.CreateCounter<long>("nanoclaw_runs_total", description: "Runs that ended, by outcome.");
        _failures = _meter.CreateCounter<long>("nanoclaw_run_failures_total", description: "Failures of runs, by code.");
        _tokens = _meter.CreateCounter<long>("nanoclaw_tokens_total", description: "Tokens of the model, by direction.");
        _cached = _meter.CreateCounter<long>(
            "nanoclaw_cached_tokens_total",
            description: "Of the input tokens, those read from the provider's cache and those written to it."
        );
        _sent = _meter.CreateCounter<long>("nanoclaw_sends_total", description: "Attempts to send a text, by channel and outcome.");
        _answer = _meter.CreateHistogram("nanoclaw_answer_seconds", "s", "From a message stored to the first text of its answer sent.", tags: null, Seconds);
        _run = _meter.CreateHistogram("nanoclaw_run_seconds", "s", "How long runs took, by outcome.", tags: null, Seconds);
    }

    public Meter Meter => _meter;

    public void MessageReceived() => _received.Add(1);

    public void RunFailed(string code) => _failures.Add(1, new KeyValuePair<string, object?>("code", code));

    public void RunEnded(RunStatus status, TimeSpan duration, AgentUsage? usage)
    {
        var outcome = new KeyValuePair<string, object?>("outcome", status.ToString().ToLowerInvariant());
        _runs.Add(1, outcome);
        _run.Record(Math.Max(0, duration.TotalSeconds), outcome);
        if (usage is not null)
        {
            _tokens.Add(usage.InputTokens, new KeyValuePair<string, object?>("direction", "input"));
            _tokens.Add(usage.OutputTokens, new KeyValuePair<string, object?>("direction", "output"));
            _cached.Add(usage.CacheReadTokens, new KeyValuePair<string, object?>("kind", "read"));
            _cached.Add(usage.CacheWriteTokens, new KeyValuePair<string, object?>("kind", "write"));
        }
    }

    public void Answered(TimeSpan after) => _answer.Record(after.TotalSeconds);

    public void TextSent(string channel, string outcome) =>
        _sent.Add(1, new KeyValuePair<string, object?>("channel", channel), new KeyValuePair<string, object?>("outcome", outcome));

    public void Dispose() => _meter.Dispose();
}
