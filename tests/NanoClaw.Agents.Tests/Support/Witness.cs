using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace NanoClaw.Agents.Tests;

/// <summary>Hears all that this process says while it listens: logs, traces and metrics, of any source.</summary>
public sealed class Witness : ILoggerProvider
{
    private readonly ActivityListener _activities;
    private readonly MeterListener _meters;

    public Witness()
    {
        _activities = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                Activities.Enqueue(activity);
                Heard.Enqueue(
                    $"{activity.Source.Name} {activity.OperationName} {activity.DisplayName} {activity.StatusDescription} "
                        + string.Join(' ', activity.TagObjects.Select(t => $"{t.Key}={t.Value}"))
                        + string.Join(' ', activity.Baggage.Select(t => $"{t.Key}={t.Value}"))
                        + string.Join(' ', activity.Events.SelectMany(e => e.Tags.Select(t => $"{e.Name} {t.Key}={t.Value}")))
                );
            },
        };
        ActivitySource.AddActivityListener(_activities);
        _meters = new MeterListener { InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Measure(instrument, value, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Measure(instrument, value, tags));
        _meters.Start();
    }

    public ConcurrentQueue<string> Heard { get; } = new();

    public ConcurrentQueue<Activity> Activities { get; } = new();

    public ConcurrentQueue<(string Instrument, double Value, string Tags)> Measurements { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Ear(this);

    public void Dispose()
    {
        _activities.Dispose();
        _meters.Dispose();
    }

    private void Measure(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = string.Join(' ', tags.ToArray().Select(t => $"{t.Key}={t.Value}").Order(StringComparer.Ordinal));
        Measurements.Enqueue((instrument.Name, value, text));
        Heard.Enqueue($"{instrument.Meter.Name} {instrument.Name} {text}");
    }

    private sealed class Ear(Witness witness) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            witness.Heard.Enqueue(state.ToString() ?? "");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            witness.Heard.Enqueue($"{eventId.Id} {formatter(state, exception)} {exception}");
            if (state is IEnumerable<KeyValuePair<string, object?>> values)
            {
                witness.Heard.Enqueue(string.Join(' ', values.Select(v => $"{v.Key}={v.Value}")));
            }
        }
    }
}
