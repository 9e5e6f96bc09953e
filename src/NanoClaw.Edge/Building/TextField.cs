namespace NanoClaw.Edge.Building;

/// <summary>A field of type String, with the comparisons that every plan allows.</summary>
public sealed class TextField
{
    private readonly string _text;

    internal TextField(string text) => _text = text;

    /// <summary>The field in lower case, for what the protocol does not tell apart by case, such as host names.</summary>
    public TextField InLowerCase() => new($"lower({_text})");

    public RuleExpression Is(string value) => RuleExpression.Atom($"{_text} eq {RuleLiteral.Text(value)}");

    public RuleExpression IsNot(string value) => RuleExpression.Atom($"{_text} ne {RuleLiteral.Text(value)}");

    public RuleExpression Contains(string value) => RuleExpression.Atom($"{_text} contains {RuleLiteral.Text(value)}");

    public RuleExpression StartsWith(string value) => RuleExpression.Atom($"starts_with({_text}, {RuleLiteral.Text(value)})");

    public RuleExpression EndsWith(string value) => RuleExpression.Atom($"ends_with({_text}, {RuleLiteral.Text(value)})");

    /// <summary>Holds when the field is one of the values, whose order does not matter.</summary>
    public RuleExpression IsIn(params IEnumerable<string> values) => RuleExpression.Atom($"{_text} in {RuleLiteral.Set(values)}");

    public override string ToString() => _text;
}
