using NanoClaw.Agents;

namespace NanoClaw.Host.Runs;

internal enum FailureKind
{
    /// <summary>Nobody knows whether the run goes on: the same run is taken up again.</summary>
    Unreachable,
    /// <summary>The run has ended without an answer: another may have one.</summary>
    Ended,
    /// <summary>The request itself is refused and always will be.</summary>
    Refused,
    /// <summary>The session is gone: at once again, without it.</summary>
    SessionLost,
}

/// <summary>What a failure means for the run and for the messages it was to answer.</summary>
internal static class RunFailures
{
    /// <summary>Once events of a run have come, its failure is kept by the Worker and would only be told again.</summary>
    public static FailureKind Classify(AgentException exception, bool hasBegun) => exception.Code switch
    {
        AgentErrorCodes.SessionUnknown => FailureKind.SessionLost,
        AgentErrorCodes.InvalidRequest or AgentErrorCodes.InvalidJson or AgentErrorCodes.BodyTooLarge => FailureKind.Refused,
        AgentErrorCodes.ModelRateLimited or AgentErrorCodes.ModelOverloaded or AgentErrorCodes.ModelUnavailable =>
            hasBegun ? FailureKind.Ended : FailureKind.Unreachable,
        AgentErrorCodes.TurnTimeout or AgentErrorCodes.RunConflict or AgentErrorCodes.RunUnknown or AgentErrorCodes.ModelUnauthorized =>
            FailureKind.Ended,
        _ => exception is AgentRunFailedException or AgentProtocolException ? FailureKind.Ended : FailureKind.Unreachable,
    };
}
