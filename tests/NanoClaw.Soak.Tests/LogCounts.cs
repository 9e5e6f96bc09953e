using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace NanoClaw.Soak.Tests;

/// <summary>How often the assistant logged what: so a soak that met none of its faults is found out.</summary>
internal sealed class LogCounts : ILoggerFactory, ILogger
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, int> Counts => _counts;

    /// <summary>Faults that are nobody's doing here: of the assistant itself, then.</summary>
    public ConcurrentQueue<Exception> Unforeseen { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) { }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var details = (state as IReadOnlyList<KeyValuePair<string, object?>>)
            ?.Where(pair => pair.Key is "Kind" or "Code" or "Failure")
            .Select(pair => pair.Value);
        var key = $"{eventId.Name} {string.Join(' ', details ?? [])} {(exception as Store.StoreException)?.Failure}".TrimEnd();
        _counts.AddOrUpdate(key, 1, (_, count) => count + 1);
        if (exception is not (null or Store.StoreException or IOException))
        {
            Unforeseen.Enqueue(exception);
        }
    }

    public void Dispose() { }
}
