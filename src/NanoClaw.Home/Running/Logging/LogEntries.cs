using Microsoft.Extensions.Logging;
using NanoClaw.Home.Settings;

namespace NanoClaw.Home.Running.Logging;

/// <summary>Hands every entry over as it is made: nothing waits in a queue that an end at once would lose. Times are of the assistant's zone.</summary>
public sealed class LogEntries(Action<LogEntry> write, TimeProvider time, TimeZoneInfo zone) : ILoggerProvider
{
    /// <summary>A log for <c>nanoclaw run</c>, on the standard output.</summary>
    public static LogEntries To(CliContext context, LogFormat format, bool hasStack, TimeZoneInfo zone)
    {
        var colours = context.OutputColours;
        var gate = new Lock();
        return new LogEntries(
            entry =>
            {
                var line = format is LogFormat.Json ? entry.ToJson() : entry.ToLine(colours, hasStack);
                lock (gate)
                {
                    try
                    {
                        context.Out.WriteLine(line);
                        context.Out.Flush();
                    }
                    catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                    {
                        // A full disk, or nobody who reads: the assistant answers on, and a later entry may get through.
                    }
                }
            },
            context.Time,
            zone
        );
    }

    public ILogger CreateLogger(string categoryName) => new Entries(this, categoryName);

    public void Write(LogEntry entry) => write(entry);

    public void Dispose() { }

    private sealed class Entries(LogEntries log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is not LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Write(
                new LogEntry(
                    log.Now,
                    logLevel,
                    category,
                    eventId.Name,
                    formatter(state, exception),
                    state as IReadOnlyList<KeyValuePair<string, object?>> ?? [],
                    exception
                )
            );
    }

    private DateTimeOffset Now => TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone);
}
