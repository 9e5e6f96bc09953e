using NanoClaw.Edge.Language.Typing;

namespace NanoClaw.Edge.Language.Syntax;

/// <summary>Reads calls and their arguments.</summary>
internal sealed class CallParser(SourceText source, Parser conditions)
{
    private readonly LiteralParser _literals = new(source);

    /// <summary>What follows a function's name.</summary>
    public CallSyntax? Call(ValueParser values, RuleFunction function, TextSpan name)
    {
        source.SkipSpace();
        if (source.Current != '(')
        {
            return source.Refuse<CallSyntax>(name, $"{function.Name} is a function: expected literal \"(\" after it");
        }

        if (!source.Nest())
        {
            return null;
        }

        source.Position++;
        source.SkipSpace();
        var arguments = new List<SyntaxNode>(2);
        while (!source.AtEnd && source.Current != ')')
        {
            if (arguments.Count > 0 && !source.Expect(","))
            {
                return null;
            }

            source.SkipSpace();
            if (Argument(values) is not { } argument || !Check(function, arguments, argument, name))
            {
                return null;
            }

            arguments.Add(argument);
            source.SkipSpace();
        }

        if (!source.Expect(")"))
        {
            return null;
        }

        source.Unnest();
        if (arguments.Count < function.Required)
        {
            return source.Refuse<CallSyntax>(source.SpanFrom(name.Start), WrongCount(function));
        }

        var forEach = arguments[0] is IndexSyntax { ForEach: true };
        var result = function.Result(arguments[0].Type);
        return new(function, arguments, forEach, forEach ? RuleType.ArrayOf(result) : result, source.SpanFrom(name.Start));
    }

    /// <summary>
    /// A literal, a value, one comparison, or conditions that begin with a parenthesis, a <c>not</c>, an <c>any</c> or an <c>all</c>:
    /// the engine looks at how an argument begins, and reads <c>and</c>, <c>or</c> and <c>xor</c> in the last kind only.
    /// </summary>
    public SyntaxNode? Argument(ValueParser values)
    {
        if (source.Current == '"' || (source.Current == 'r' && source.Peek(1) is '"' or '#'))
        {
            return _literals.String();
        }

        if (source.Current == '(' || conditions.NegationHere() > 0 || conditions.QuantifierHere())
        {
            return conditions.Expression();
        }

        var mark = source.Mark();
        var value = values.Value();
        if (value is not null)
        {
            return conditions.Comparisons.StandsHere() ? conditions.Comparisons.WithLeft(value) : value;
        }

        // A name can begin with what could be a number's or an address's digits.
        if (!BeginsLiteral(source.Text.AsSpan(mark.Position)))
        {
            return null;
        }

        var error = source.Return(mark)!;
        var literal = _literals.Any();
        if (literal is null)
        {
            var isWord = char.IsAsciiLetter(source.Text[mark.Position]);
            source.Return(mark);
            source.Refuse(isWord ? error : new(source.Text, source.SpanHere, "expected an argument: a field, a call or a literal"));
        }

        return literal;
    }

    private static bool BeginsLiteral(ReadOnlySpan<char> text) => text is [var c, ..] && (char.IsAsciiHexDigit(c) || c is ':' or '-' or '+');

    private bool Check(RuleFunction function, List<SyntaxNode> before, SyntaxNode argument, TextSpan name)
    {
        var number = before.Count + 1;
        var isLiteral = argument is LiteralSyntax;
        string? reason = null;
        if (before.Count >= function.Maximum)
        {
            source.Refuse(source.SpanFrom(name.Start), WrongCount(function));
            return false;
        }

        var parameter = function.Parameters[Math.Min(before.Count, function.Parameters.Count - 1)];
        if (before.Count > 0 && argument is IndexSyntax { ForEach: true })
        {
            reason = "invalid use of map each access operator: [*] belongs in the first argument only";
        }
        else if (parameter.Kind == (isLiteral ? ArgumentKind.Field : ArgumentKind.Literal))
        {
            reason = $"invalid kind of argument #{number}: expected a {(isLiteral ? "field, but got a literal" : "literal, but got a field")}";
        }
        else if (!parameter.Types.Contains(argument.Type))
        {
            var hint = argument.Type.IsArray && parameter.Types.Contains(argument.Type.Element!) ? ": unpack it by [*]" : "";
            reason = $"invalid type of argument #{number}: expected {string.Join(" or ", parameter.Types)}, but got {argument.Type}{hint}";
        }
        else if (function.IsVariadic && before.Count > 0 && argument.Type != before[0].Type)
        {
            reason = $"invalid type of argument #{number}: expected {before[0].Type}, but got {argument.Type}";
        }
        else if (argument is LiteralSyntax literal && parameter.Check?.Invoke(literal.Value) is { } invalid)
        {
            reason = $"invalid value of argument #{number}: {invalid}";
        }

        if (reason is not null)
        {
            source.Refuse(argument.Span, reason);
        }

        return reason is null;
    }

    private static string WrongCount(RuleFunction function)
    {
        var (least, most) = (function.Required, function.Maximum);
        return $"invalid number of arguments: {function.Name} takes {(most == least ? $"{least}" : most == int.MaxValue ? $"at least {least}" : $"{least} to {most}")}";
    }
}
