using Microsoft.Extensions.Logging;

namespace NanoClaw.Agents;

/// <summary>Every line this library logs. None has a credential; only the last two, which are asked for, have content.</summary>
internal static partial class AgentLog
{
    [LoggerMessage(1, LogLevel.Debug, "Run {RunId} of group {GroupFolder} starts on {Runtime}")]
    public static partial void RunStarts(this ILogger logger, string runId, string groupFolder, string runtime);

    [LoggerMessage(2, LogLevel.Information, "Run {RunId} of group {GroupFolder} ended: {Outcome} after {DurationMs} ms, {Attempts} attempts")]
    public static partial void RunEnded(this ILogger logger, string runId, string groupFolder, string outcome, long durationMs, int attempts);

    [LoggerMessage(3, LogLevel.Warning, "Run {RunId}: {Code}; attempt {Attempt} follows in {DelayMs} ms")]
    public static partial void Retrying(this ILogger logger, string runId, string code, int attempt, long delayMs);

    [LoggerMessage(4, LogLevel.Information, "Run {RunId} is taken up again after event {LastEventId}")]
    public static partial void Resuming(this ILogger logger, string runId, long lastEventId);

    [LoggerMessage(5, LogLevel.Information, "Run {RunId} was refused ({Code}); the credentials have changed since and are used")]
    public static partial void CredentialsReread(this ILogger logger, string runId, string code);

    [LoggerMessage(6, LogLevel.Warning, "CLOUDFLARE_API_TOKEN is used as the agent's bearer token. Pulumi's provider reads the same variable as Cloudflare's API token: rename it to CLOUDFLARE_AGENT_TOKEN")]
    public static partial void OlderTokenName(this ILogger logger);

    [LoggerMessage(7, LogLevel.Debug, "Run {RunId}: an event of an unknown type was left out")]
    public static partial void UnknownEvent(this ILogger logger, string runId);

    [LoggerMessage(8, LogLevel.Warning, "Container {Container} wrote more than {MaxBytes} bytes; the rest is dropped")]
    public static partial void ContainerOutputDropped(this ILogger logger, string container, long maxBytes);

    [LoggerMessage(9, LogLevel.Warning, "The extra mount {Index} of group {GroupFolder} is left out: {Reason}")]
    public static partial void MountLeftOut(this ILogger logger, int index, string groupFolder, string reason);

    [LoggerMessage(20, LogLevel.Debug, "Run {RunId} asks: {Prompt}")]
    public static partial void ContentAsked(this ILogger logger, string runId, string prompt);

    [LoggerMessage(21, LogLevel.Debug, "Run {RunId} answers: {Text}")]
    public static partial void ContentAnswered(this ILogger logger, string runId, string text);
}
