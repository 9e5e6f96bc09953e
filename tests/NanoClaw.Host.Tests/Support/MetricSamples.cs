using System.Text.RegularExpressions;

namespace NanoClaw.Host.Tests.Support;

/// <summary>A page in Prometheus' text format: which metrics there are, of which type, and with which labels.</summary>
internal sealed partial class MetricSamples
{
    private readonly Dictionary<string, HashSet<string>> _labels = new(StringComparer.Ordinal);

    public MetricSamples(string page)
    {
        foreach (var line in page.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Type().Match(line) is { Success: true } type)
            {
                Types[type.Groups["name"].Value] = type.Groups["type"].Value;
            }
            else if (!line.StartsWith('#'))
            {
                var sample = Sample().Match(line);
                Assert.True(sample.Success, line);
                if (!_labels.TryGetValue(sample.Groups["name"].Value, out var known))
                {
                    _labels.Add(sample.Groups["name"].Value, known = new(StringComparer.Ordinal));
                }

                known.UnionWith(Label().Matches(sample.Groups["labels"].Value).Select(label => label.Groups["name"].Value));
            }
        }
    }

    /// <summary>The metrics that are announced, by their own names.</summary>
    public Dictionary<string, string> Types { get; } = new(StringComparer.Ordinal);

    /// <summary>The labels of a series; null where there is none of this name.</summary>
    public IReadOnlySet<string>? LabelsOf(string series) => _labels.GetValueOrDefault(series);

    /// <summary>The metric that a series is of: a histogram's have endings.</summary>
    public string MetricOf(string series) =>
        Types.ContainsKey(series) ? series : Types.Keys.First(name => series == $"{name}_bucket" || series == $"{name}_sum" || series == $"{name}_count");

    [GeneratedRegex(@"^# TYPE (?<name>\w+) (?<type>\w+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Type();

    [GeneratedRegex(@"^(?<name>\w+)(\{(?<labels>.*)\})? [^ ]+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sample();

    [GeneratedRegex("""(?<name>\w+)="([^"\\]|\\.)*""" + "\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Label();
}
