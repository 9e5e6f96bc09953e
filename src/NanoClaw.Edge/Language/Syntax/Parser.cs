namespace NanoClaw.Edge.Language.Syntax;

/// <summary>Reads conditions. Binding, tightest first: comparison, <c>not</c>, <c>and</c>, <c>xor</c>, <c>or</c>.</summary>
internal sealed class Parser
{
    private readonly SourceText _source;
    private readonly ValueParser _values;

    private Parser(string text)
    {
        _source = new(text);
        _values = new(_source, this);
        Comparisons = new(_source, _values);
    }

    public ComparisonParser Comparisons { get; }

    /// <summary>Reads a whole expression; null where it is refused, and <paramref name="error"/> says why.</summary>
    public static ParsedExpression? Parse(string text, out RuleSyntaxError? error)
    {
        var parser = new Parser(text);
        var root = parser.Whole();
        error = parser._source.Error;
        return root is null ? null : new(root, parser._values.Fields, parser._values.Functions, parser.Comparisons.UsesRegex);
    }

    private SyntaxNode? Whole()
    {
        if (_source.AtEnd)
        {
            return _source.Refuse<SyntaxNode>(new(0, 0), "the expression is empty");
        }

        // As a whole it matches every request, as in the API's examples; it is no literal elsewhere.
        if (_source.Rest is "true")
        {
            return new TrueSyntax(new(_source.Position, 4));
        }

        if (Expression() is not { } root)
        {
            return null;
        }

        if (!_source.AtEnd)
        {
            _source.SkipSpace();
            return _source.Refuse<SyntaxNode>(_source.SpanHere, Unrecognised.Reason(_source));
        }

        return root.Type == RuleType.Boolean
            ? root
            : _source.Refuse<SyntaxNode>(root.Span, $"expected value of type Boolean, but got {root.Type}: [*] stands within any(...) or all(...)");
    }

    public SyntaxNode? Expression() => Logical(LogicalOperator.Or);

    private SyntaxNode? Logical(LogicalOperator level)
    {
        var first = Operand(level);
        if (first is null || !TakeOperator(level))
        {
            return first;
        }

        var operands = new List<SyntaxNode>(4) { first };
        do
        {
            if (Operand(level) is not { } operand)
            {
                return null;
            }

            if (operand.Type != first.Type)
            {
                return _source.Refuse<SyntaxNode>(operand.Span, $"expected value of type {first.Type}, but got {operand.Type}");
            }

            operands.Add(operand);
        } while (TakeOperator(level));

        return new LogicalSyntax(level, operands, TextSpan.Between(first.Span, operands[^1].Span));
    }

    private SyntaxNode? Operand(LogicalOperator level) => level == LogicalOperator.And ? Simple() : Logical(level + 1);

    private bool TakeOperator(LogicalOperator level)
    {
        var before = _source.Position;
        _source.SkipSpace();
        var taken = level switch
        {
            LogicalOperator.Or => _source.Take("or") || _source.Take("||"),
            LogicalOperator.Xor => _source.Take("xor") || _source.Take("^^"),
            _ => _source.Take("and") || _source.Take("&&"),
        };
        if (taken)
        {
            _source.SkipSpace();
        }
        else
        {
            _source.Position = before;
        }

        return taken;
    }

    private SyntaxNode? Simple()
    {
        var start = _source.Position;
        if (_source.Current == '(')
        {
            return Nested(1) is { } inner && Close() ? inner : null;
        }

        if (NegationHere() is var negation and > 0)
        {
            if (!_source.Nest())
            {
                return null;
            }

            _source.Position += negation;
            _source.SkipSpace();
            var operand = Simple();
            _source.Unnest();
            return operand is null ? null : new NotSyntax(operand, TextSpan.Between(new(start, negation), operand.Span));
        }

        return QuantifierHere() ? Quantifier() : Comparisons.Comparison();
    }

    /// <summary>How long the negation is that stands here, or 0.</summary>
    public int NegationHere() =>
        _source.Current == '!' ? 1
        : _source.Rest.StartsWith("not", StringComparison.Ordinal) ? 3
        : 0;

    public bool QuantifierHere() =>
        (_source.Rest.StartsWith("any", StringComparison.Ordinal) || _source.Rest.StartsWith("all", StringComparison.Ordinal))
        && _source.Rest[3..].TrimStart(" \r\n") is ['(', ..];

    private SyntaxNode? Nested(int length)
    {
        if (!_source.Nest())
        {
            return null;
        }

        _source.Position += length;
        _source.SkipSpace();
        var inner = Expression();
        _source.Unnest();
        return inner;
    }

    private QuantifierSyntax? Quantifier()
    {
        var start = _source.Position;
        var name = _source.Rest[1] == 'n' ? "any" : "all";
        _source.Position += name.Length;
        _source.SkipSpace();
        if (!_source.Nest())
        {
            return null;
        }

        _source.Position++;
        _source.SkipSpace();
        _values.Uses(name);
        if (_source.Current == ')')
        {
            _source.Position++;
            return _source.Refuse<QuantifierSyntax>(_source.SpanFrom(start), $"invalid number of arguments: {name} takes 1");
        }

        if (_values.Argument() is not { } argument)
        {
            return null;
        }

        if (argument.Type != RuleType.Booleans)
        {
            return _source.Refuse<QuantifierSyntax>(
                argument.Span,
                argument is LiteralSyntax
                    ? "expected value of type Array<Boolean>, but got a literal"
                    : $"expected value of type Array<Boolean>, but got {argument.Type}: unpack an array by [*]"
            );
        }

        _source.Unnest();
        return CloseQuantifier(name, start) ? new(name == "any", argument, _source.SpanFrom(start)) : null;
    }

    private bool CloseQuantifier(string name, int start)
    {
        _source.SkipSpace();
        if (_source.Current == ',')
        {
            _source.Refuse(new(start, name.Length), $"invalid number of arguments: {name} takes 1");
        }
        else if (_source.Rest is ['a', 'n', 'd', ..] or ['o', 'r', ..] or ['x', 'o', 'r', ..] or ['&', '&', ..] or ['|', '|', ..] or ['^', '^', ..])
        {
            _source.Refuse(
                _source.SpanHere,
                $"expected literal \")\": a comparison stands alone in a call, and several in parentheses of their own, {name}((... or ...))"
            );
        }

        return _source.Error is null && _source.Expect(")");
    }

    private bool Close()
    {
        _source.SkipSpace();
        return _source.Expect(")");
    }
}
