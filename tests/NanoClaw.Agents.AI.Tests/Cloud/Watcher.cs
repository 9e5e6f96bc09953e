using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace NanoClaw.Agents.AI.Tests;

/// <summary>What their logging and their telemetry see of a call.</summary>
internal sealed class Watcher : IDisposable
{
    private readonly ActivityListener _listener;
    private readonly FakeLogCollector _log = new();

    /// <param name="source">The name of the source whose spans are kept.</param>
    public Watcher(string source)
    {
        _listener = new()
        {
            ShouldListenTo = candidate => candidate.Name == source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = Spans.Add,
        };
        ActivitySource.AddActivityListener(_listener);
        Logging = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Debug).AddProvider(new FakeLoggerProvider(_log)));
    }

    public List<Activity> Spans { get; } = [];

    public ILoggerFactory Logging { get; }

    public IReadOnlyList<string> Lines => [.. _log.GetSnapshot().Select(record => record.Message)];

    public void Dispose()
    {
        _listener.Dispose();
        Logging.Dispose();
    }
}
