using System.Collections.Concurrent;

namespace NanoClaw.EndToEnd.Tests.Killing;

/// <summary>What a test went through, for its record.</summary>
internal sealed class Figures
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public void Add(string what, int count = 1) => _counts.AddOrUpdate(what, count, (_, before) => before + count);

    public int Of(string what) => _counts.GetValueOrDefault(what);

    public override string ToString() =>
        string.Join(", ", _counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}"));
}
