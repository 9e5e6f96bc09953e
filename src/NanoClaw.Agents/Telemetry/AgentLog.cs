using Microsoft.Extensions.Logging;

namespace NanoClaw.Agents;

/// <summary>Every line this library logs. None has a credential; only the last two, which are asked for, have content.</summary>
internal static partial class AgentLog
{
    [LoggerMessage(1, LogLevel.Debug, "Run {Run} of group {Group} starts on {Runtime}", EventName = "agent_run_started")]
    public static partial void RunStarts(this ILogger logger, string run, string group, string runtime);

    [LoggerMessage(
        2,
        LogLevel.Information,
        "Run {Run} of group {Group} ended: {Outcome} after {DurationMs} ms, {Attempts} attempts",
        EventName = "agent_run_ended"
    )]
    public static partial void RunEnded(this ILogger logger, string run, string group, string outcome, long durationMs, int attempts);

    [LoggerMessage(3, LogLevel.Warning, "Run {Run}: {Code}; attempt {Attempt} follows in {WaitMs} ms", EventName = "agent_call_retried")]
    public static partial void Retrying(this ILogger logger, string run, string code, int attempt, long waitMs);

    [LoggerMessage(4, LogLevel.Information, "Run {Run} is taken up again after event {LastEvent}", EventName = "agent_run_resumed")]
    public static partial void Resuming(this ILogger logger, string run, long lastEvent);

    [LoggerMessage(
        5,
        LogLevel.Information,
        "Run {Run} was refused ({Code}); the credentials have changed since and are used",
        EventName = "credentials_reread"
    )]
    public static partial void CredentialsReread(this ILogger logger, string run, string code);

    [LoggerMessage(
        6,
        LogLevel.Warning,
        "CLOUDFLARE_API_TOKEN is used as the agent's bearer token. Pulumi's provider reads the same variable as Cloudflare's API token: rename it to CLOUDFLARE_AGENT_TOKEN",
        EventName = "older_token_name"
    )]
    public static partial void OlderTokenName(this ILogger logger);

    [LoggerMessage(7, LogLevel.Debug, "Run {Run}: an event of an unknown type was left out", EventName = "agent_event_unknown")]
    public static partial void UnknownEvent(this ILogger logger, string run);

    [LoggerMessage(9, LogLevel.Warning, "The extra mount {Position} of group {Group} is left out: {Reason}", EventName = "mount_left_out")]
    public static partial void MountLeftOut(this ILogger logger, int position, string group, string reason);

    [LoggerMessage(20, LogLevel.Debug, "Run {Run} asks: {Prompt}", EventName = "content_asked")]
    public static partial void ContentAsked(this ILogger logger, string run, string prompt);

    [LoggerMessage(21, LogLevel.Debug, "Run {Run} answers: {Text}", EventName = "content_answered")]
    public static partial void ContentAnswered(this ILogger logger, string run, string text);
}
