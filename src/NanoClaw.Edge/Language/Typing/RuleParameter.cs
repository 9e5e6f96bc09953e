using NanoClaw.Edge.Values;

namespace NanoClaw.Edge.Language.Typing;

/// <summary>What an argument may be.</summary>
/// <param name="Types">Its possible types.</param>
/// <param name="Kind">Whether it has to be a field (or made of one), a literal, or may be either.</param>
internal sealed record RuleParameter(IReadOnlyList<RuleType> Types, ArgumentKind Kind)
{
    /// <summary>Says why a literal's value is not allowed, or null.</summary>
    public Func<RuleValue, string?>? Check { get; init; }
}
