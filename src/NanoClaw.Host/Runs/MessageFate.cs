using NanoClaw.Agents;
using NanoClaw.Host.Outages;

namespace NanoClaw.Host.Runs;

/// <summary>What becomes of a run's messages once it has ended, or cannot be followed for now.</summary>
internal enum MessageFate
{
    /// <summary>They are answered.</summary>
    Answered,

    /// <summary>What they go on with is settled already, as by the end of their run: the next turn comes at once.</summary>
    Settled,

    /// <summary>They are tried again later.</summary>
    TriedAgain,

    /// <summary>The model will not answer them: another way is looked for, and where there is none they are dropped, and people are told.</summary>
    DroppedAsRefused,

    /// <summary>They ask for more than a turn may have: several go one by one, and one alone is dropped, and people are told.</summary>
    DroppedAsTooMuch,

    /// <summary>The agent takes others and not this one, alone and with nothing that may be left out: it is dropped, and people are told.</summary>
    DroppedAsRefusedAlone,

    /// <summary>Somebody else than this process has stopped their run, and does not want it again: they are dropped, and people are told.</summary>
    DroppedAsStopped,
}

/// <summary>The one rule by which messages are answered, tried again or dropped.</summary>
internal static class MessageFates
{
    public static MessageFate Of(RunEnd end) =>
        end switch
        {
            { Exception: null } => MessageFate.Answered,
            { Failure: FailureKind.RefusedAlone } => MessageFate.DroppedAsRefusedAlone,
            { Failure: FailureKind.SessionLost or FailureKind.NotKept or FailureKind.Refused } => MessageFate.Settled,
            // What the chat has been told is not asked for again.
            { Failure: FailureKind.Ended, HasOutput: true } => MessageFate.Settled,
            { Failure: FailureKind.Ended, Exception.Code: AgentErrorCodes.ModelRefused } => MessageFate.DroppedAsRefused,
            { Failure: FailureKind.Ended, Exception.Code: AgentErrorCodes.Stopped } => MessageFate.DroppedAsStopped,
            { Failure: FailureKind.Ended, Exception.Code: var code } when OutageCauses.IsOfTheTurn(code) => MessageFate.DroppedAsTooMuch,
            _ => MessageFate.TriedAgain,
        };

    /// <summary>Whether a failure says something of the agent: a turn that spoke until it was too much shows that the agent is there.</summary>
    public static bool MayBeAnOutage(RunEnd end) => end.Exception is { Code: var code } && !(end.HasOutput && OutageCauses.IsOfTheTurn(code));
}
