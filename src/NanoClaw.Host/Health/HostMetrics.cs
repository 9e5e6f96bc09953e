using System.Diagnostics.Metrics;
using NanoClaw.Agents;
using NanoClaw.Store;

namespace NanoClaw.Host.Health;

/// <summary>The meter <c>NanoClaw.Host</c>.</summary>
internal sealed class HostMetrics : IDisposable
{
    public const string MeterName = "NanoClaw.Host";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _received;
    private readonly Counter<long> _runs;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _tokens;

    public HostMetrics()
    {
        _received = _meter.CreateCounter<long>("nanoclaw_messages_received_total", description: "Messages stored.");
        _runs = _meter.CreateCounter<long>("nanoclaw_runs_total", description: "Runs that ended, by outcome.");
        _failures = _meter.CreateCounter<long>("nanoclaw_run_failures_total", description: "Failures of runs, by code.");
        _tokens = _meter.CreateCounter<long>("nanoclaw_tokens_total", description: "Tokens of the model, by direction.");
    }

    public Meter Meter => _meter;

    public void MessageReceived() => _received.Add(1);

    public void RunFailed(string code) => _failures.Add(1, new KeyValuePair<string, object?>("code", code));

    public void RunEnded(RunStatus status, AgentUsage? usage)
    {
        _runs.Add(1, new KeyValuePair<string, object?>("outcome", status.ToString().ToLowerInvariant()));
        if (usage is not null)
        {
            _tokens.Add(usage.InputTokens, new KeyValuePair<string, object?>("direction", "input"));
            _tokens.Add(usage.OutputTokens, new KeyValuePair<string, object?>("direction", "output"));
        }
    }

    public void Dispose() => _meter.Dispose();
}
