using NanoClaw.Edge.Language;

namespace NanoClaw.Edge.Building;

/// <summary>
/// A condition of Cloudflare's rules language that was built, not written: it is well-formed by construction, and a value in it
/// stays a value. The text comes from <see cref="ToString"/>, equal for equal conditions.
/// </summary>
/// <remarks>Grammar: https://developers.cloudflare.com/ruleset-engine/rules-language/expressions/</remarks>
public sealed class RuleCondition : IEquatable<RuleCondition>
{
    private readonly string _text;
    private readonly Shape _shape;

    private RuleCondition(string text, Shape shape)
    {
        _text = text;
        _shape = shape;
    }

    private enum Shape
    {
        Atom,
        Negation,
        Conjunction,
        Disjunction,
    }

    /// <summary>Holds when every one of the conditions holds.</summary>
    public static RuleCondition All(params IEnumerable<RuleCondition> conditions) => Join(conditions, " and ", Shape.Conjunction);

    /// <summary>Holds when at least one of the conditions holds.</summary>
    public static RuleCondition Any(params IEnumerable<RuleCondition> conditions) => Join(conditions, " or ", Shape.Disjunction);

    /// <summary>Holds when the condition does not.</summary>
    public static RuleCondition Not(RuleCondition condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return new($"not {condition.Enclosed()}", Shape.Negation);
    }

    public static RuleCondition operator &(RuleCondition left, RuleCondition right) => All(left, right);

    public static RuleCondition operator |(RuleCondition left, RuleCondition right) => Any(left, right);

    public static RuleCondition operator !(RuleCondition condition) => Not(condition);

    public bool Equals(RuleCondition? other) => other is not null && _text == other._text;

    public override bool Equals(object? obj) => Equals(obj as RuleCondition);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_text);

    /// <summary>The expression as a ruleset takes it.</summary>
    /// <exception cref="InvalidOperationException">It is longer than <see cref="RuleExpression.MaxLength"/>.</exception>
    public override string ToString() =>
        _text.Length <= RuleExpression.MaxLength
            ? _text
            : throw new InvalidOperationException(
                $"The expression has {_text.Length} characters, {RuleExpression.MaxLength} are allowed: use fewer or shorter values."
            );

    internal static RuleCondition Atom(string text) => new(text, Shape.Atom);

    private static RuleCondition Join(IEnumerable<RuleCondition> conditions, string word, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        RuleCondition[] parts = [.. conditions];
        return parts.Length switch
        {
            0 => throw new ArgumentException("A condition of no parts would hold always or never: name at least one.", nameof(conditions)),
            1 => parts[0],
            _ => new(string.Join(word, parts.Select(p => p.EnclosedIn(shape))), shape),
        };
    }

    // Parentheses wherever two operators meet, so that nobody has to know that xor binds between and and or.
    private string EnclosedIn(Shape outer) => _shape is Shape.Atom or Shape.Negation || _shape == outer ? _text : $"({_text})";

    private string Enclosed() => _shape == Shape.Atom ? _text : $"({_text})";
}
