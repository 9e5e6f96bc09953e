namespace NanoClaw.Agents;

/// <summary>Makes the exception, and its next step, for each code.</summary>
internal static class AgentErrors
{
    public static AgentProtocolException Protocol(string what) =>
        new(AgentErrorCodes.Protocol, $"The agent's answer broke the contract: {what}. Bring this client and the Worker to the same version.");

    public static AgentException FromContract(WireErrorBody error, WireSafety safety, TimeSpan? retryAfterHeader = null)
    {
        var code = safety.Code(error.Code);
        var said = safety.Text(error.Message);
        var retryAfter = Seconds(error.RetryAfterSeconds) ?? retryAfterHeader;
        return code switch
        {
            AgentErrorCodes.Unauthorized => new AgentUnauthorizedException(
                code,
                $"The Worker refused the bearer token ({code}). Set {AgentConfigurationKeys.Token} to the stack's current agentToken: nanoclaw config pull."
            ),
            AgentErrorCodes.AccessDenied => new AgentAccessDeniedException(
                code,
                $"Cloudflare Access does not vouch for this client ({code}). Set {AgentConfigurationKeys.AccessClientId} and {AgentConfigurationKeys.AccessClientSecret} to the stack's current values: nanoclaw config pull."
            ),
            AgentErrorCodes.HostNotAllowed or AgentErrorCodes.HttpsRequired => new AgentAccessDeniedException(
                code,
                $"The Worker does not answer at this address ({code}): {said} Set {AgentConfigurationKeys.Endpoint} to the stack's agentEndpoint."
            ),
            AgentErrorCodes.RateLimited => new AgentRateLimitedException(code, $"Too many requests ({code}). {Wait(retryAfter)}", retryAfter),
            AgentErrorCodes.GroupBusy => new AgentRateLimitedException(code, $"Too many runs wait in this group ({code}). {Wait(retryAfter)}", retryAfter),
            AgentErrorCodes.ModelRateLimited => new AgentRateLimitedException(
                code,
                $"The model's API limits the rate ({code}). {Wait(retryAfter)}",
                retryAfter
            ),
            AgentErrorCodes.RunCapReached => new AgentBudgetExhaustedException(
                code,
                $"The cap of runs is reached ({code}): {said} Wait for that, or raise RUNS_PER_DAY or RUNS_PER_MONTH of the Worker.",
                retryAfter
            ),
            AgentErrorCodes.Misconfigured => new AgentUnavailableException(
                code,
                $"The Worker is not configured ({code}): {said} Set it in the stack and deploy: pulumi up.",
                retryAfter
            ),
            AgentErrorCodes.Unavailable => new AgentUnavailableException(
                code,
                $"The Worker cannot do it for the moment ({code}). {Wait(retryAfter)}",
                retryAfter
            ),
            AgentErrorCodes.SwitchedOff => new AgentUnavailableException(
                code,
                $"The agent's owner has switched it off ({code}). Switch it on again on its page, /admin."
            ),
            AgentErrorCodes.ModelUnauthorized => new AgentUnavailableException(
                code,
                $"The model's API refused the Worker's key ({code}). Set the model's key in the stack's configuration and deploy: pulumi up."
            ),
            AgentErrorCodes.ModelOverloaded => new AgentUnavailableException(code, $"The model's API is overloaded ({code}). {Wait(retryAfter)}", retryAfter),
            AgentErrorCodes.ModelUnavailable => new AgentUnavailableException(
                code,
                $"The model's API cannot be reached ({code}). {Wait(retryAfter)}",
                retryAfter
            ),
            AgentErrorCodes.TurnTimeout => new AgentTimeoutException(
                code,
                $"The turn took longer than the Worker allows ({code}). Ask for less, or raise MAX_TURN_SECONDS of the Worker."
            ),
            AgentErrorCodes.RunConflict => new AgentConflictException(
                code,
                $"This run id belongs to another request ({code}). Use a new RunId for a new request."
            ),
            AgentErrorCodes.RunUnknown => new AgentConflictException(
                code,
                $"The run to take up again is not kept any more ({code}). Start a new run with a new RunId, if it is safe to do it twice."
            ),
            AgentErrorCodes.SessionUnknown => new AgentConflictException(
                code,
                $"The group has no such session ({code}). Forget the session id and start afresh without one."
            ),
            AgentErrorCodes.ModelUnknown => new AgentProtocolException(code, $"The stack lists no such model ({code}): {said} Choose one of these."),
            AgentErrorCodes.InvalidRequest or AgentErrorCodes.InvalidJson or AgentErrorCodes.BodyTooLarge => new AgentProtocolException(
                code,
                $"The Worker refused the request ({code}): {said} Correct the request."
            ),
            AgentErrorCodes.NotFound or AgentErrorCodes.MethodNotAllowed or AgentErrorCodes.UnsupportedMediaType => new AgentProtocolException(
                code,
                $"The Worker does not know this call ({code}). Set {AgentConfigurationKeys.Endpoint} to the stack's agentEndpoint, and bring client and Worker to the same version."
            ),
            AgentErrorCodes.StepLimit => new AgentRunFailedException(
                code,
                $"The turn needed more model calls than it may make ({code}). Ask for less, or raise MAX_STEPS of the Worker."
            ),
            AgentErrorCodes.OutputLimit => new AgentRunFailedException(
                code,
                $"The turn gave more output than it may ({code}). Ask for less, or raise MAX_OUTPUT_TOKENS of the Worker."
            ),
            AgentErrorCodes.InputLimit => new AgentRunFailedException(
                code,
                $"The turn gave the model more to read than it may ({code}). Ask for less, or raise MAX_INPUT_TOKENS of the Worker."
            ),
            AgentErrorCodes.ModelRefused => new AgentRunFailedException(
                code,
                $"The model or its API refused ({code}): {said} If it refuses everything, check MODEL_NAME and MODEL_BASE_URL of the Worker."
            ),
            AgentErrorCodes.ModelProtocol => new AgentRunFailedException(code, $"The model's answer could not be used ({code}): {said} Ask again."),
            AgentErrorCodes.Interrupted => new AgentRunFailedException(
                code,
                $"The run was interrupted by a restart of its Durable Object ({code}). Ask again."
            ),
            AgentErrorCodes.Stopped => new AgentRunFailedException(code, $"The run was stopped ({code}). Ask again if that was not meant."),
            AgentErrorCodes.Internal => new AgentRunFailedException(code, $"The Worker failed ({code}). Look at its logs, then ask again: wrangler tail."),
            _ => new AgentRunFailedException(
                code,
                $"The run failed ({code}): {said} This client does not know the code: bring it to the Worker's version.",
                retryAfter
            ),
        };
    }

    public static TimeSpan? Seconds(double? seconds) =>
        seconds is { } s && double.IsFinite(s) ? TimeSpan.FromSeconds(Math.Clamp(s, 0, TimeSpan.SecondsPerDay * 31)) : null;

    private static string Wait(TimeSpan? retryAfter) => retryAfter is { } wait ? $"Try again in {Math.Ceiling(wait.TotalSeconds):0} s." : "Try again later.";
}
