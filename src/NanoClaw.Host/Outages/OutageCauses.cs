using NanoClaw.Agents;

namespace NanoClaw.Host.Outages;

/// <summary>Sorts failures by what fails: the agent as a whole, this group at the moment, or this run.</summary>
internal static class OutageCauses
{
    /// <summary>What is wrong with the agent as a whole; null where the run, its message or its session failed.</summary>
    public static OutageCause? Of(string? code) =>
        code switch
        {
            AgentErrorCodes.ConnectionFailed or AgentErrorCodes.Unavailable => OutageCause.Unreachable,
            AgentErrorCodes.RateLimited or AgentErrorCodes.GroupBusy => OutageCause.Busy,
            AgentErrorCodes.Unauthorized or AgentErrorCodes.AccessDenied or AgentErrorCodes.CredentialsInvalid => OutageCause.Credentials,
            AgentErrorCodes.Misconfigured
            or AgentErrorCodes.HostNotAllowed
            or AgentErrorCodes.HttpsRequired
            or AgentErrorCodes.NotFound
            or AgentErrorCodes.MethodNotAllowed
            or AgentErrorCodes.UnsupportedMediaType
            or AgentErrorCodes.TlsFailed => OutageCause.Misconfigured,
            AgentErrorCodes.SwitchedOff => OutageCause.SwitchedOff,
            AgentErrorCodes.RunCapReached => OutageCause.RunCap,
            AgentErrorCodes.ModelUnauthorized => OutageCause.ModelKey,
            AgentErrorCodes.ModelRateLimited or AgentErrorCodes.ModelOverloaded or AgentErrorCodes.ModelUnavailable => OutageCause.ModelAway,
            AgentErrorCodes.EngineUnavailable => OutageCause.Engine,
            _ => null,
        };

    /// <summary>Others are served meanwhile: it says nothing about them.</summary>
    public static bool IsOfOneGroup(string code) => code is AgentErrorCodes.GroupBusy;

    /// <summary>The code alone does not tell whether the request or the agent is to blame: a plain one is tried at once.</summary>
    public static bool IsDoubtful(string code) =>
        code
            is AgentErrorCodes.ModelRefused
                or AgentErrorCodes.Protocol
                or AgentErrorCodes.Timeout
                or AgentErrorCodes.TurnTimeout
                or AgentErrorCodes.OutputLimit
                or AgentErrorCodes.ResponseTooLarge;

    /// <summary>The turn asked for more than a turn may have: its message is to blame, and each try would cost what the first one did.</summary>
    public static bool IsOfTheTurn(string? code) =>
        code
            is AgentErrorCodes.TurnTimeout
                or AgentErrorCodes.StepLimit
                or AgentErrorCodes.OutputLimit
                or AgentErrorCodes.InputLimit
                or AgentErrorCodes.ResponseTooLarge;

    /// <summary>
    /// Whether a failure of another kind shows that an outage is over: a model has worked at the turn, or, where it was
    /// the way to the agent, the Worker has looked at the request.
    /// </summary>
    public static bool ShowsTheEnd(string code, OutageCause known) =>
        IsOfTheTurn(code)
        || (
            known is OutageCause.Unreachable or OutageCause.Credentials or OutageCause.Misconfigured or OutageCause.Engine
            && code is AgentErrorCodes.RunUnknown or AgentErrorCodes.RunConflict or AgentErrorCodes.SessionUnknown or AgentErrorCodes.ModelUnknown
        );

    /// <summary>What it is called where a plain request fails too.</summary>
    public static OutageCause OfPlainFailure(string code) =>
        Of(code)
        ?? (
            code is AgentErrorCodes.ModelRefused ? OutageCause.ModelRefuses
            : code is AgentErrorCodes.Timeout ? OutageCause.Unreachable
            : code is AgentErrorCodes.Protocol or AgentErrorCodes.InvalidRequest or AgentErrorCodes.InvalidJson or AgentErrorCodes.BodyTooLarge
                ? OutageCause.Misconfigured
            : OutageCause.Failing
        );
}
