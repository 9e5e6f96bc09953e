using NanoClaw.Edge.Language.Patterns;
using NanoClaw.Edge.Language.Typing;
using NanoClaw.Edge.Values;

namespace NanoClaw.Edge.Language.Syntax;

/// <summary>Reads one comparison: a value, an operator, and the literal that the value's type asks for.</summary>
internal sealed class ComparisonParser(SourceText source, ValueParser values)
{
    private readonly LiteralParser _literals = new(source);

    public bool UsesRegex { get; private set; }

    public SyntaxNode? Comparison() => values.Value() is { } left ? WithLeft(left) : null;

    /// <summary>Whether an operator of comparison stands here.</summary>
    public bool StandsHere()
    {
        var before = source.Position;
        source.SkipSpace();
        var stands = TakeOperator() is not null;
        source.Position = before;
        return stands;
    }

    public SyntaxNode? WithLeft(SyntaxNode left)
    {
        var forEach = left is IndexSyntax { ForEach: true };
        if (left.Type == RuleType.Boolean)
        {
            return NoOperator(left) ? new TruthSyntax(left, forEach ? RuleType.Booleans : RuleType.Boolean) : null;
        }

        if (left.Type == RuleType.Booleans)
        {
            return forEach
                ? source.Refuse<SyntaxNode>(left.Span, "cannot perform this operation on type Array<Array<Boolean>>")
                : new TruthSyntax(left, RuleType.Booleans);
        }

        source.SkipSpace();
        var start = source.Position;
        if (TakeOperator() is not { } comparison)
        {
            return source.AtEnd
                ? source.Refuse<SyntaxNode>(new(left.Span.End, 1), $"expected a comparison operator: this has the type {left.Type}")
                : source.Refuse<SyntaxNode>(
                    source.SpanHere,
                    source.Current is ')' or ',' ? $"expected a comparison operator: {Written(left)} has the type {left.Type}" : Unrecognised.Reason(source)
                );
        }

        var span = source.SpanFrom(start);
        source.SkipSpace();
        if (WhyUnsupported(comparison, left.Type) is { } reason)
        {
            return source.Refuse<SyntaxNode>(span, reason);
        }

        var (right, test) = Right(comparison, left.Type);
        return right is null || test is null
            ? null
            : new ComparisonSyntax(left, comparison, right, test, forEach ? RuleType.Booleans : RuleType.Boolean, source.SpanFrom(left.Span.Start));
    }

    private ComparisonOperator? TakeOperator() =>
        source.Current switch
        {
            'i' when source.Take("in") => ComparisonOperator.In,
            'e' when source.Take("eq") => ComparisonOperator.Equal,
            '=' when source.Take("==") => ComparisonOperator.Equal,
            'n' when source.Take("ne") => ComparisonOperator.NotEqual,
            '!' when source.Take("!=") => ComparisonOperator.NotEqual,
            'g' when source.Take("ge") => ComparisonOperator.GreaterOrEqual,
            'g' when source.Take("gt") => ComparisonOperator.Greater,
            '>' => source.Take(">=") ? ComparisonOperator.GreaterOrEqual
            : source.Take(">") ? ComparisonOperator.Greater
            : null,
            'l' when source.Take("le") => ComparisonOperator.LessOrEqual,
            'l' when source.Take("lt") => ComparisonOperator.Less,
            '<' => source.Take("<=") ? ComparisonOperator.LessOrEqual
            : source.Take("<") ? ComparisonOperator.Less
            : null,
            'c' when source.Take("contains") => ComparisonOperator.Contains,
            '~' when source.Take("~") => ComparisonOperator.Matches,
            'm' when source.Take("matches") => ComparisonOperator.Matches,
            'w' when source.Take("wildcard") => ComparisonOperator.Wildcard,
            's' when source.Take("strict wildcard") => ComparisonOperator.StrictWildcard,
            _ => null,
        };

    private bool NoOperator(SyntaxNode left)
    {
        var before = source.Position;
        source.SkipSpace();
        var start = source.Position;
        if (TakeOperator() is not null)
        {
            var span = source.SpanFrom(start);
            source.SkipSpace();
            if (Unrecognised.Word(source.Rest) is "true" or "false")
            {
                source.Refuse(
                    new(source.Position, Unrecognised.Word(source.Rest).Length),
                    "a Boolean is not compared: write the field alone, or not before it"
                );
            }

            source.Refuse(span, $"cannot perform this operation on type Boolean: write {Written(left)} or not {Written(left)}");
        }

        source.Position = before;
        return source.Error is null;
    }

    private static string? WhyUnsupported(ComparisonOperator comparison, RuleType type) =>
        comparison switch
        {
            _ when type.Element is not null => $"cannot perform this operation on type {type}: compare an element, as in any(...[*] == ...)",
            ComparisonOperator.Contains
            or ComparisonOperator.Matches
            or ComparisonOperator.Wildcard
            or ComparisonOperator.StrictWildcard when type != RuleType.Text => $"cannot perform this operation on type {type}",
            // The engine would order them; the documentation has no such comparison.
            ComparisonOperator.Less
            or ComparisonOperator.LessOrEqual
            or ComparisonOperator.Greater
            or ComparisonOperator.GreaterOrEqual when type == RuleType.Ip =>
                "cannot perform this operation on type IP address: use a set, as in ip.src in {192.0.2.1..192.0.2.9}",
            _ => null,
        };

    private (SyntaxNode? Right, Func<RuleValue, bool>? Test) Right(ComparisonOperator comparison, RuleType type)
    {
        switch (comparison)
        {
            case ComparisonOperator.In:
                var set = _literals.Set(type);
                return (set, set is null ? null : ComparisonTest.In(set));
            case ComparisonOperator.Contains:
                var part = _literals.Bytes();
                return (part, part is null ? null : ComparisonTest.Contains(part.Text));
            case ComparisonOperator.Matches:
                UsesRegex = true;
                return Matches();
            case ComparisonOperator.Wildcard or ComparisonOperator.StrictWildcard:
                return Wildcard(comparison == ComparisonOperator.StrictWildcard);
            default:
                var literal = _literals.OfType(type);
                return (literal, literal is null ? null : ComparisonTest.Ordering(comparison, literal));
        }
    }

    private (SyntaxNode?, Func<RuleValue, bool>?) Matches()
    {
        if (_literals.Pattern() is not { } literal)
        {
            return default;
        }

        if (RulePattern.Parse(literal.Text, out var error) is { } pattern)
        {
            return (literal, value => pattern.IsMatch(value.AsString));
        }

        source.Refuse(literal.Span, error!);
        return default;
    }

    private (SyntaxNode?, Func<RuleValue, bool>?) Wildcard(bool strict)
    {
        if (_literals.String() is not { } literal)
        {
            return default;
        }

        if (WildcardPattern.Parse(literal.Text, strict, out var error) is { } pattern)
        {
            return (literal, value => pattern.IsMatch(value.AsString));
        }

        source.Refuse(literal.Span, error!);
        return default;
    }

    private string Written(SyntaxNode node) => source.Text.Substring(node.Span.Start, node.Span.Length);
}
