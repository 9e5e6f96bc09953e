using NanoClaw.Agents;

namespace NanoClaw.Home.Asking;

/// <summary>Which exit code a failure of the agent becomes.</summary>
public static class AgentFailureCode
{
    /// <summary>The code for a kind of error.</summary>
    public static int Of(AgentException exception) =>
        exception switch
        {
            { Code: AgentErrorCodes.CredentialsInvalid or AgentErrorCodes.InvalidRequest or AgentErrorCodes.BodyTooLarge } => ExitCode.Usage,
            AgentUnauthorizedException or AgentAccessDeniedException => ExitCode.Refused,
            AgentRateLimitedException or AgentBudgetExhaustedException => ExitCode.Limited,
            AgentUnavailableException or AgentTimeoutException => ExitCode.Unavailable,
            AgentConflictException => ExitCode.Conflict,
            AgentProtocolException => ExitCode.Protocol,
            AgentRunFailedException => ExitCode.RunFailed,
            _ => ExitCode.Failure,
        };
}
