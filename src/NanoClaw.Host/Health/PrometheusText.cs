using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace NanoClaw.Host.Health;

/// <summary>The process's counters, and gauges given when asked, in Prometheus' text format 0.0.4.</summary>
internal sealed class PrometheusText : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Counted> _counters = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();

    public PrometheusText(HostMetrics metrics)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, metrics.Meter))
            {
                lock (_gate)
                {
                    _counters.TryAdd(instrument.Name, new Counted(instrument.Description ?? "", new(StringComparer.Ordinal)));
                }

                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Count(instrument.Name, value, Labels(tags)));
        _listener.Start();
    }

    public string Write(IEnumerable<Gauge> gauges)
    {
        var text = new StringBuilder();
        lock (_gate)
        {
            foreach (var (name, counted) in _counters)
            {
                Head(text, name, counted.Help, "counter");
                foreach (var (labels, value) in counted.Values)
                {
                    text.Append(name).Append(labels).Append(' ').Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');
                }
            }
        }

        foreach (var gauge in gauges)
        {
            Head(text, gauge.Name, gauge.Help, "gauge");
            text.Append(gauge.Name).Append(' ').Append(gauge.Value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
        }

        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private void Count(string name, long value, string labels)
    {
        lock (_gate)
        {
            var values = _counters[name].Values;
            values[labels] = values.GetValueOrDefault(labels) + value;
        }
    }

    private static void Head(StringBuilder text, string name, string help, string type) =>
        text.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n');

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
        {
            return "";
        }

        var labels = new StringBuilder("{");
        foreach (var (key, value) in tags)
        {
            labels.Append(labels.Length > 1 ? "," : "").Append(key).Append("=\"").Append(Escape(value?.ToString() ?? "")).Append('"');
        }

        return labels.Append('}').ToString();
    }

    private static string Escape(string value) => value
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);

    private sealed record Counted(string Help, SortedDictionary<string, long> Values);
}

/// <summary>A value that goes up and down.</summary>
internal sealed record Gauge(string Name, string Help, double Value);
