using NanoClaw.Verification.Wire;

namespace NanoClaw.Verification.Attempts;

/// <summary>Writes an attempt in a line of its table.</summary>
internal static class Make
{
    /// <param name="id">The id.</param>
    /// <param name="name">What is tried.</param>
    /// <param name="guard">Who has to refuse it.</param>
    /// <param name="stakes">Why it matters.</param>
    /// <param name="request">What is sent.</param>
    /// <param name="whyNot">Why there is nothing to try, or null.</param>
    /// <param name="cut">Whether the end of the connection is a refusal too.</param>
    public static RequestAttempt Attempt(
        string id,
        string name,
        Guard guard,
        Stakes stakes,
        Func<CheckContext, WireRequest> request,
        Func<VerificationTarget, string?>? whyNot = null,
        bool cut = false
    ) =>
        new()
        {
            Id = id,
            Name = name,
            Guard = guard,
            Stakes = stakes,
            Request = request,
            WhyNot = whyNot ?? (_ => null),
            MayBeCutOff = cut,
        };
}
