using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace NanoClaw.Host.Tests.Support;

/// <summary>Every line logged, of every level, with what its exception says.</summary>
internal sealed class LogBook : ILoggerFactory, ILogger
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public string All => string.Join('\n', Lines);

    /// <summary>Who hears them too, from the next start on.</summary>
    public ILoggerFactory? Also { get; set; }

    public ILogger CreateLogger(string categoryName) => Also is null ? this : new Both(this, Also.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) { }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}");

    public void Dispose() { }

    private sealed class Both(ILogger first, ILogger second) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            first.Log(logLevel, eventId, state, exception, formatter);
            second.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
