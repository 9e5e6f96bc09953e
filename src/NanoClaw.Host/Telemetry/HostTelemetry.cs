using System.Diagnostics;

namespace NanoClaw.Host.Telemetry;

/// <summary>The traces <c>NanoClaw.Host</c>: a span for each run and each text sent. No chat, no text, no message of an exception.</summary>
internal static class HostTelemetry
{
    public const string Name = "NanoClaw.Host";

    /// <summary>A run's id, on its spans and on its lines of the log.</summary>
    public const string RunId = "nanoclaw.run_id";

    public const string Sent = "sent";
    public const string Refused = "refused";
    public const string Failed = "failed";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>Following a run, until it has ended or cannot be followed for now.</summary>
    public static Activity? StartRun(string runId, bool isTask, bool isResumed) =>
        Source.StartActivity("nanoclaw.run")?.SetTag(RunId, runId).SetTag("nanoclaw.kind", isTask ? "task" : "messages").SetTag("nanoclaw.resumed", isResumed);

    /// <summary>One attempt to send a text.</summary>
    public static Activity? StartSend(string channel, int attempt) =>
        Source.StartActivity("nanoclaw.send", ActivityKind.Producer)?.SetTag("nanoclaw.channel", channel).SetTag("nanoclaw.attempt", attempt);

    public static void End(this Activity activity, string outcome, bool isFailure) =>
        activity.SetTag("nanoclaw.outcome", outcome).SetStatus(isFailure ? ActivityStatusCode.Error : ActivityStatusCode.Ok);
}
