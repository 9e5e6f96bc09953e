using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using NanoClaw.Host.Metrics;

namespace NanoClaw.Host.Health;

/// <summary>The process's counters and histograms, and gauges given when asked, in Prometheus' text format 0.0.4.</summary>
internal sealed class PrometheusText : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Counted> _counters = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Timed> _histograms = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();

    public PrometheusText(HostMetrics metrics)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, metrics.Meter))
            {
                Add(instrument);
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Count(instrument.Name, value, Labels(tags)));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Observe(instrument.Name, value, Labels(tags)));
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
                    Line(text, name, labels, value.ToString(CultureInfo.InvariantCulture));
                }
            }

            foreach (var (name, timed) in _histograms)
            {
                Head(text, name, timed.Help, "histogram");
                foreach (var (labels, buckets) in timed.Values)
                {
                    Histogram(text, name, labels, timed.Bounds, buckets);
                }
            }
        }

        var last = "";
        foreach (var gauge in gauges)
        {
            if (gauge.Name != last)
            {
                Head(text, last = gauge.Name, gauge.Help, "gauge");
            }

            Line(text, gauge.Name, Labels([.. gauge.Labels]), Write(gauge.Value));
        }

        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument)
    {
        var help = instrument.Description ?? "";
        lock (_gate)
        {
            if (instrument is Histogram<double> histogram)
            {
                _histograms.TryAdd(instrument.Name, new(help, [.. histogram.Advice?.HistogramBucketBoundaries ?? []], new(StringComparer.Ordinal)));
            }
            else
            {
                _counters.TryAdd(instrument.Name, new(help, new(StringComparer.Ordinal)));
            }
        }
    }

    private void Count(string name, long value, string labels)
    {
        lock (_gate)
        {
            var values = _counters[name].Values;
            values[labels] = values.GetValueOrDefault(labels) + value;
        }
    }

    private void Observe(string name, double value, string labels)
    {
        lock (_gate)
        {
            var timed = _histograms[name];
            if (!timed.Values.TryGetValue(labels, out var buckets))
            {
                timed.Values.Add(labels, buckets = new Buckets(new long[timed.Bounds.Count + 1]));
            }

            var index = 0;
            while (index < timed.Bounds.Count && value > timed.Bounds[index])
            {
                index++;
            }

            buckets.Counts[index]++;
            buckets.Sum += value;
        }
    }

    private static void Histogram(StringBuilder text, string name, string labels, IReadOnlyList<double> bounds, Buckets buckets)
    {
        var before = labels.Length == 0 ? "{" : labels[..^1] + ",";
        var count = 0L;
        for (var index = 0; index < buckets.Counts.Length; index++)
        {
            count += buckets.Counts[index];
            var bound = index < bounds.Count ? Write(bounds[index]) : "+Inf";
            Line(text, name + "_bucket", $"{before}le=\"{bound}\"}}", count.ToString(CultureInfo.InvariantCulture));
        }

        Line(text, name + "_sum", labels, Write(buckets.Sum));
        Line(text, name + "_count", labels, count.ToString(CultureInfo.InvariantCulture));
    }

    private static void Line(StringBuilder text, string name, string labels, string value) =>
        text.Append(name).Append(labels).Append(' ').Append(value).Append('\n');

    private static void Head(StringBuilder text, string name, string help, string type) =>
        text.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n');

    private static string Write(double value) => value.ToString("R", CultureInfo.InvariantCulture);

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

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private sealed record Counted(string Help, SortedDictionary<string, long> Values);

    private sealed record Timed(string Help, IReadOnlyList<double> Bounds, SortedDictionary<string, Buckets> Values);

    private sealed class Buckets(long[] counts)
    {
        public long[] Counts => counts;

        public double Sum { get; set; }
    }
}

/// <summary>A value that goes up and down; gauges of one name stand together.</summary>
internal sealed record Gauge(string Name, string Help, double Value, params KeyValuePair<string, object?>[] Labels);
