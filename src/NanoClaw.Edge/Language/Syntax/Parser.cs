using System.Globalization;

namespace NanoClaw.Edge.Language.Syntax;

/// <summary>Builds the syntax tree. Binding, tightest first: comparison, <c>not</c>, <c>and</c>, <c>xor</c>, <c>or</c>.</summary>
internal sealed class Parser
{
    /// <summary>The engine's own limit (wirefilter, <c>max_nesting_depth</c>).</summary>
    private const int MaxNesting = 128;

    private readonly string _text;
    private readonly Lexer _lexer;
    private Token _token;
    private int _lastEnd;
    private int _nesting;

    private Parser(string text)
    {
        _text = text;
        _lexer = new Lexer(text);
        _token = _lexer.Next();
    }

    public static SyntaxNode Parse(string text)
    {
        var parser = new Parser(text);
        if (parser._token.Kind == TokenKind.End)
        {
            throw parser.Error(parser._token.Span, "the expression is empty");
        }

        var node = parser.Logical(LogicalOperator.Or);
        return parser._token.Kind == TokenKind.End ? node : throw parser.Leftover(node);
    }

    private SyntaxNode Logical(LogicalOperator level)
    {
        var first = Operand(level);
        if (OperatorHere() != level)
        {
            return first;
        }

        var operands = new List<SyntaxNode> { first };
        while (OperatorHere() == level)
        {
            Advance();
            operands.Add(Operand(level));
        }

        return new LogicalSyntax(level, operands, TextSpan.Between(first.Span, operands[^1].Span));
    }

    private SyntaxNode Operand(LogicalOperator level) =>
        level == LogicalOperator.And ? Unary() : Logical(level + 1);

    private LogicalOperator? OperatorHere() => _token switch
    {
        { Kind: TokenKind.Identifier, Text: "or" } or { Kind: TokenKind.Symbol, Text: "||" } => LogicalOperator.Or,
        { Kind: TokenKind.Identifier, Text: "xor" } or { Kind: TokenKind.Symbol, Text: "^^" } => LogicalOperator.Xor,
        { Kind: TokenKind.Identifier, Text: "and" } or { Kind: TokenKind.Symbol, Text: "&&" } => LogicalOperator.And,
        _ => null,
    };

    private SyntaxNode Unary()
    {
        var start = _token.Span;
        if (_token.Is("!") || _token.IsName("not"))
        {
            using var nesting = Nest();
            Advance();
            var operand = Unary();
            return new NotSyntax(operand, TextSpan.Between(start, operand.Span));
        }

        if (_token.Is("("))
        {
            using var nesting = Nest();
            Advance();
            var inner = Logical(LogicalOperator.Or);
            Expect(")");
            return inner;
        }

        return Comparison(Value());
    }

    private SyntaxNode Comparison(SyntaxNode left)
    {
        var operatorSpan = _token.Span;
        if (ComparisonHere() is not { } comparison)
        {
            return left;
        }

        Advance();
        if (comparison == ComparisonOperator.StrictWildcard)
        {
            operatorSpan = TextSpan.Between(operatorSpan, _token.Span);
            Advance();
        }

        var right = comparison == ComparisonOperator.In ? SetOrList() : Literal();
        return new ComparisonSyntax(left, comparison, operatorSpan, right, TextSpan.Between(left.Span, right.Span));
    }

    private ComparisonOperator? ComparisonHere() => _token.Kind is not (TokenKind.Identifier or TokenKind.Symbol)
        ? null
        : _token.Text switch
        {
            "eq" or "==" => ComparisonOperator.Equal,
            "ne" or "!=" => ComparisonOperator.NotEqual,
            "lt" or "<" => ComparisonOperator.Less,
            "le" or "<=" => ComparisonOperator.LessOrEqual,
            "gt" or ">" => ComparisonOperator.Greater,
            "ge" or ">=" => ComparisonOperator.GreaterOrEqual,
            "contains" => ComparisonOperator.Contains,
            "wildcard" => ComparisonOperator.Wildcard,
            // The engine knows it as one word with one space.
            "strict" when string.CompareOrdinal(_text, _token.Span.Start, "strict wildcard", 0, 15) == 0 => ComparisonOperator.StrictWildcard,
            "matches" or "~" => ComparisonOperator.Matches,
            "in" => ComparisonOperator.In,
            _ => null,
        };

    private SyntaxNode Value()
    {
        var name = _token;
        if (name.Kind != TokenKind.Identifier)
        {
            throw Error(name.Span, name.Kind switch
            {
                TokenKind.End => "expected a field or a function, but the expression ends here",
                TokenKind.QuotedString or TokenKind.RawString or TokenKind.Word =>
                    "expected a field or a function: a literal stands on the right of an operator",
                _ => "expected a field or a function",
            });
        }

        Advance();
        SyntaxNode value = _token.Is("(") ? Call(name) : new FieldSyntax(name.Text, name.Span);
        while (_token.Is("["))
        {
            value = Index(value);
        }

        return value;
    }

    private CallSyntax Call(Token name)
    {
        using var nesting = Nest();
        Expect("(");
        var arguments = new List<SyntaxNode>();
        while (!_token.Is(")"))
        {
            if (arguments.Count > 0)
            {
                Expect(",");
            }

            arguments.Add(_token.Kind is TokenKind.QuotedString or TokenKind.RawString or TokenKind.Word
                ? Literal()
                : Logical(LogicalOperator.Or));
        }

        Expect(")");
        return new CallSyntax(name.Text, name.Span, arguments, new(name.Span.Start, _lastEnd - name.Span.Start));
    }

    private IndexSyntax Index(SyntaxNode target)
    {
        Expect("[");
        var token = _token;
        object? index = token switch
        {
            { Kind: TokenKind.Symbol, Text: "*" } => null,
            { Kind: TokenKind.QuotedString or TokenKind.RawString } => token.Text,
            { Kind: TokenKind.Word } when uint.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => (long)number,
            _ => throw Error(token.Span, "expected an index: a number from 0, a quoted key, or *"),
        };
        Advance();
        Expect("]");
        return new IndexSyntax(target, index, new(target.Span.Start, _lastEnd - target.Span.Start));
    }

    private SyntaxNode SetOrList()
    {
        var start = _token.Span;
        if (_token.Kind == TokenKind.List)
        {
            var name = _token.Text;
            Advance();
            return new ListSyntax(name, start);
        }

        if (!_token.Is("{"))
        {
            throw Error(start, "expected a set { ... } or a $list after in");
        }

        Advance();
        var elements = new List<SyntaxNode>();
        while (!_token.Is("}"))
        {
            if (_token.Is(","))
            {
                throw Error(_token.Span, "the elements of a set are separated by spaces, not commas");
            }

            if (_token.Kind == TokenKind.End)
            {
                throw Error(_token.Span, "expected literal \"}\"");
            }

            elements.Add(Literal());
        }

        Advance();
        return new SetSyntax(elements, new(start.Start, _lastEnd - start.Start));
    }

    private SyntaxNode Literal()
    {
        var token = _token;
        SyntaxNode literal = token.Kind switch
        {
            TokenKind.QuotedString or TokenKind.RawString => new StringSyntax(token.Text, token.Span),
            TokenKind.Word => new WordSyntax(token.Text, token.Span),
            TokenKind.End => throw Error(token.Span, "expected a literal, but the expression ends here"),
            TokenKind.Identifier when token.Text is "true" or "false" =>
                throw Error(token.Span, "a Boolean is not compared: write the field alone, or not before it"),
            TokenKind.Identifier => throw Error(token.Span, "expected a literal: a field cannot be compared with a field, and strings are quoted by \""),
            _ => throw Error(token.Span, "expected a literal"),
        };
        Advance();
        return literal;
    }

    private void Expect(string symbol)
    {
        if (!_token.Is(symbol))
        {
            throw Error(_token.Span, $"expected literal \"{symbol}\"");
        }

        Advance();
    }

    private void Advance()
    {
        _lastEnd = _token.Span.End;
        _token = _lexer.Next();
    }

    private Nesting Nest()
    {
        if (++_nesting > MaxNesting)
        {
            throw Error(_token.Span, $"maximum nesting depth exceeded (limit: {MaxNesting})");
        }

        return new Nesting(this);
    }

    private RuleSyntaxException Leftover(SyntaxNode before)
    {
        var hint = (_token.Text, before) switch
        {
            ("starts_with" or "ends_with", _) => $": {_token.Text} is a function, {_token.Text}(field, \"...\")",
            ("AND" or "OR" or "NOT" or "XOR" or "IN" or "EQ" or "NE" or "CONTAINS", _) => ": operators are written in lower case",
            ("strict", _) => ": the operator is \"strict wildcard\", with one space",
            _ => "",
        };
        return Error(_token.Span, "unrecognised input" + hint);
    }

    private RuleSyntaxException Error(TextSpan span, string reason) => new(_text, span, reason);

    private readonly ref struct Nesting(Parser parser)
    {
        public void Dispose() => parser._nesting--;
    }
}
