namespace NanoClaw.Edge.Language.Typing;

/// <summary>A function of the rules language.</summary>
/// <param name="Name">As written.</param>
/// <param name="Parameters">What each argument may be; a variadic function repeats its last.</param>
/// <param name="Required">How many arguments there are at least.</param>
/// <param name="Result">The result's type, by the first argument's.</param>
/// <param name="Invoke">What it does.</param>
internal sealed record RuleFunction(
    string Name,
    IReadOnlyList<RuleParameter> Parameters,
    int Required,
    Func<RuleType, RuleType> Result,
    RuleFunctionBody Invoke
)
{
    public bool IsVariadic { get; init; }

    public int Maximum => IsVariadic ? int.MaxValue : Parameters.Count;
}
