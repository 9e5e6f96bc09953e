namespace NanoClaw.Verification.Wire;

/// <summary>What came of sending something.</summary>
internal enum WireEnd
{
    /// <summary>At least one answer.</summary>
    Answered,

    /// <summary>The other end closed the connection without one.</summary>
    Closed,

    /// <summary>No version, name or cipher in common.</summary>
    TlsRefused,

    /// <summary>Nothing listens there.</summary>
    NobodyListens,

    /// <summary>Nothing can be said: no name, no way, no answer in time, a certificate that proves nothing.</summary>
    Failed,
}

/// <summary>The answers in their order, and how it ended.</summary>
internal sealed record WireOutcome(WireEnd End, IReadOnlyList<WireAnswer> Answers, string Detail)
{
    public static WireOutcome Of(params IReadOnlyList<WireAnswer> answers) => new(WireEnd.Answered, answers, "");

    public static WireOutcome Without(WireEnd end, string detail) => new(end, [], detail);
}
