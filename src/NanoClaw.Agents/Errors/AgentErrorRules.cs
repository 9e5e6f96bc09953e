using System.Collections.Frozen;

namespace NanoClaw.Agents;

/// <summary>The rule of each code; a code without one is not of this version.</summary>
public static class AgentErrorRules
{
    private static readonly FrozenDictionary<string, AgentErrorRule> Rules = new Dictionary<AgentErrorRule, string[]>
    {
        [AgentErrorRule.Wait] =
        [
            AgentErrorCodes.RateLimited,
            AgentErrorCodes.GroupBusy,
            AgentErrorCodes.Unavailable,
            AgentErrorCodes.RunCapReached,
            AgentErrorCodes.ModelRateLimited,
            AgentErrorCodes.ModelOverloaded,
            AgentErrorCodes.ModelUnavailable,
            AgentErrorCodes.ConnectionFailed,
            AgentErrorCodes.Timeout,
        ],
        [AgentErrorRule.Mend] =
        [
            AgentErrorCodes.Misconfigured,
            AgentErrorCodes.HostNotAllowed,
            AgentErrorCodes.HttpsRequired,
            AgentErrorCodes.NotFound,
            AgentErrorCodes.MethodNotAllowed,
            AgentErrorCodes.UnsupportedMediaType,
            AgentErrorCodes.Unauthorized,
            AgentErrorCodes.AccessDenied,
            AgentErrorCodes.SwitchedOff,
            AgentErrorCodes.ModelUnauthorized,
            AgentErrorCodes.TlsFailed,
            AgentErrorCodes.CredentialsInvalid,
            AgentErrorCodes.EngineUnavailable,
        ],
        [AgentErrorRule.Anew] =
        [
            AgentErrorCodes.ModelUnknown,
            AgentErrorCodes.RunConflict,
            AgentErrorCodes.RunUnknown,
            AgentErrorCodes.SessionUnknown,
            AgentErrorCodes.ModelProtocol,
            AgentErrorCodes.Interrupted,
            AgentErrorCodes.Internal,
            AgentErrorCodes.Protocol,
            AgentErrorCodes.ContainerFailed,
            AgentErrorCodes.MountNotAllowed,
        ],
        [AgentErrorRule.Never] =
        [
            AgentErrorCodes.BodyTooLarge,
            AgentErrorCodes.InvalidJson,
            AgentErrorCodes.InvalidRequest,
            AgentErrorCodes.ModelRefused,
            AgentErrorCodes.TurnTimeout,
            AgentErrorCodes.StepLimit,
            AgentErrorCodes.OutputLimit,
            AgentErrorCodes.InputLimit,
            AgentErrorCodes.Stopped,
            AgentErrorCodes.ResponseTooLarge,
        ],
    }
        .SelectMany(rule => rule.Value, (rule, code) => KeyValuePair.Create(code, rule.Key))
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The rule of a code; null: this version does not know the code.</summary>
    /// <param name="code">As <see cref="AgentException.Code"/> has it.</param>
    public static AgentErrorRule? Of(string? code) => code is not null && Rules.TryGetValue(code, out var rule) ? rule : null;
}
