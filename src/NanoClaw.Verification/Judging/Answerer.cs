namespace NanoClaw.Verification.Judging;

/// <summary>Who gave an answer, and whether it is a refusal.</summary>
/// <param name="Layer">The layer that refused; null where none did, or it cannot be told.</param>
/// <param name="By">The layer's name, with the rule or code.</param>
/// <param name="Kind">What kind of answer it is.</param>
internal sealed record Answerer(Guard? Layer, string By, AnswerKind Kind)
{
    /// <summary>The code of a refusal in the contract's form, or null.</summary>
    public string? Code { get; init; }
}

internal enum AnswerKind
{
    Refusal,

    /// <summary>What was asked was done.</summary>
    Success,

    /// <summary>A rate limit or a cap answered instead.</summary>
    Limit,

    /// <summary>A fault, or something that is not known: it proves nothing.</summary>
    Fault,
}
