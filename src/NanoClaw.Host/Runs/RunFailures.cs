using NanoClaw.Agents;

namespace NanoClaw.Host.Runs;

internal enum FailureKind
{
    /// <summary>The run has not begun, or nobody knows whether it goes on: the same run is taken up again.</summary>
    Unreachable,

    /// <summary>The run has ended without an answer: another may have one.</summary>
    Ended,

    /// <summary>The request itself is refused and always will be.</summary>
    Refused,

    /// <summary>So it is, and it was one message with nothing in it that may be left out.</summary>
    RefusedAlone,

    /// <summary>The session is gone: at once again, without it.</summary>
    SessionLost,

    /// <summary>The run is not kept, and was only to be taken up: at once another.</summary>
    NotKept,
}

/// <summary>
/// What a failure means for the run and for the messages it was to answer. Whether the agent or the run is to blame,
/// <see cref="Outages.OutageCauses"/> tells.
/// </summary>
internal static class RunFailures
{
    /// <param name="exception">How it failed.</param>
    /// <param name="isKept">Events of it have come, or it is only taken up: its failure is kept by the Worker and would only be told again.</param>
    /// <param name="isOnlyTakenUp">It was not to begin.</param>
    /// <param name="hasSession">It was to go on with a session. A Worker that misses one where none was named fails as
    /// others do, or it would be asked at once for ever.</param>
    public static FailureKind Classify(AgentException exception, bool isKept, bool isOnlyTakenUp, bool hasSession) =>
        exception.Code switch
        {
            AgentErrorCodes.SessionUnknown => hasSession ? FailureKind.SessionLost : FailureKind.Ended,
            AgentErrorCodes.RunUnknown => isOnlyTakenUp ? FailureKind.NotKept : FailureKind.Ended,
            AgentErrorCodes.InvalidRequest or AgentErrorCodes.InvalidJson or AgentErrorCodes.BodyTooLarge => FailureKind.Refused,
            AgentErrorCodes.ModelRateLimited or AgentErrorCodes.ModelOverloaded or AgentErrorCodes.ModelUnavailable => isKept
                ? FailureKind.Ended
                : FailureKind.Unreachable,
            AgentErrorCodes.ModelUnauthorized => FailureKind.Ended,
            _ => AgentErrorRules.Of(exception.Code) switch
            {
                AgentErrorRule.Wait or AgentErrorRule.Mend => FailureKind.Unreachable,
                AgentErrorRule.Anew or AgentErrorRule.Never => FailureKind.Ended,
                _ => exception is AgentRunFailedException or AgentProtocolException ? FailureKind.Ended : FailureKind.Unreachable,
            },
        };
}
