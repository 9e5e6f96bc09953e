namespace NanoClaw.Edge.Building;

/// <summary>A field of type String, with the comparisons that every plan allows.</summary>
public sealed class TextField
{
    private readonly string _text;

    internal TextField(string text) => _text = text;

    /// <summary>The field in lower case, for what the protocol does not tell apart by case, such as host names.</summary>
    public TextField InLowerCase() => new($"lower({_text})");

    public RuleCondition Is(string value) => RuleCondition.Atom($"{_text} eq {RuleLiteral.Text(value)}");

    public RuleCondition IsNot(string value) => RuleCondition.Atom($"{_text} ne {RuleLiteral.Text(value)}");

    public RuleCondition Contains(string value) => RuleCondition.Atom($"{_text} contains {RuleLiteral.Text(value)}");

    public RuleCondition StartsWith(string value) => RuleCondition.Atom($"starts_with({_text}, {RuleLiteral.Text(value)})");

    public RuleCondition EndsWith(string value) => RuleCondition.Atom($"ends_with({_text}, {RuleLiteral.Text(value)})");

    /// <summary>Holds when the field is one of the values, whose order does not matter.</summary>
    public RuleCondition IsIn(params IEnumerable<string> values) => RuleCondition.Atom($"{_text} in {RuleLiteral.Set(values)}");

    public override string ToString() => _text;
}
