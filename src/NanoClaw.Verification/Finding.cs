namespace NanoClaw.Verification;

/// <summary>A verdict with its reason.</summary>
/// <param name="Verdict">What came of it.</param>
/// <param name="By">Who refused, such as <c>Access</c> or a rule; empty where nobody did.</param>
/// <param name="Detail">What was seen, in a clause; no secret, nothing of a body.</param>
public sealed record Finding(Verdict Verdict, string By, string Detail)
{
    /// <summary>Set where a rate limit answered instead: how long it asks to wait.</summary>
    internal TimeSpan? Limited { get; init; }

    public static Finding Refused(string by, string detail) => new(Verdict.Refused, by, detail);

    public static Finding LetIn(string detail) => new(Verdict.LetIn, "", detail);

    public static Finding Kept(string detail) => new(Verdict.Kept, "", detail);

    public static Finding Broken(string detail) => new(Verdict.Broken, "", detail);

    public static Finding Inconclusive(string why) => new(Verdict.Inconclusive, "", why);

    public static Finding NotApplicable(string why) => new(Verdict.NotApplicable, "", why);
}
