using Microsoft.Extensions.Logging;

namespace NanoClaw.Channels.WhatsApp.Login;

/// <summary>Shows what goes wrong in the sidecar to the person who waits for it.</summary>
internal sealed class ProgressLogger(ILoginProgress progress) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        if (IsEnabled(logLevel))
        {
            progress.Tell(formatter(state, exception));
        }
    }
}
