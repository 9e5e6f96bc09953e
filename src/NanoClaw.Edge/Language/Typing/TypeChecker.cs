using NanoClaw.Edge.Language.Syntax;

namespace NanoClaw.Edge.Language.Typing;

/// <summary>Gives every part of a syntax tree its type, and refuses what has none.</summary>
internal sealed class TypeChecker(string text)
{
    private readonly SortedSet<string> _fields = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _functions = new(StringComparer.Ordinal);

    public IReadOnlySet<string> Fields => _fields;

    public IReadOnlySet<string> Functions => _functions;

    public bool UsesRegex { get; private set; }

    /// <summary>Checks a whole expression: it has to be a Boolean.</summary>
    public TypedNode Check(SyntaxNode root)
    {
        var node = Condition(root);
        return node.Type == RuleType.Boolean
            ? node
            : throw Error(root.Span, $"expected value of type Boolean, but got {node.Type}: [*] stands within any(...) or all(...)");
    }

    private TypedNode Condition(SyntaxNode node) => node switch
    {
        LogicalSyntax logical => Logical(logical),
        NotSyntax not => new TypedNot(Condition(not.Operand)),
        ComparisonSyntax comparison => Comparison(comparison),
        _ => BooleanValue(node),
    };

    private TypedLogical Logical(LogicalSyntax logical)
    {
        var operands = new List<TypedNode>(logical.Operands.Count);
        foreach (var operand in logical.Operands)
        {
            operands.Add(Condition(operand));
            if (operands[^1].Type != operands[0].Type)
            {
                throw Error(operand.Span, $"expected value of type {operands[0].Type}, but got {operands[^1].Type}");
            }
        }

        return new TypedLogical(logical.Operator, operands);
    }

    private TypedNode BooleanValue(SyntaxNode syntax)
    {
        var value = Value(syntax);
        if (value is TypedIndex { ForEach: true } unpacked && value.Type == RuleType.Boolean)
        {
            return new TypedComparison(unpacked, static v => v.AsBoolean, ForEach: true);
        }

        return value.Type == RuleType.Boolean || value.Type == RuleType.ArrayOf(RuleType.Boolean)
            ? value
            : throw Error(syntax.Span with { Start = syntax.Span.End, Length = 1 }, $"expected a comparison operator: this has the type {value.Type}");
    }

    private TypedComparison Comparison(ComparisonSyntax comparison)
    {
        var left = Value(comparison.Left);
        var test = Test(comparison, left.Type);
        return new TypedComparison(left, test, left is TypedIndex { ForEach: true });
    }

    private Func<RuleValue, bool> Test(ComparisonSyntax comparison, RuleType type)
    {
        if (type == RuleType.Boolean)
        {
            var field = text.Substring(comparison.Left.Span.Start, comparison.Left.Span.Length);
            throw Error(comparison.OperatorSpan, $"cannot perform this operation on type Boolean: write {field} or not {field}");
        }

        if (type.Element is not null)
        {
            throw Error(comparison.OperatorSpan, $"cannot perform this operation on type {type}: compare an element, as in any(...[*] == ...)");
        }

        var literals = new LiteralReader(text);
        switch (comparison.Operator)
        {
            case ComparisonOperator.In:
                return comparison.Right is SetSyntax set
                    ? literals.Set(set, type)
                    : throw Error(comparison.Right.Span, $"unknown list ${((ListSyntax)comparison.Right).Name}: lists are not declared by this project");
            case ComparisonOperator.Contains or ComparisonOperator.Matches or ComparisonOperator.Wildcard or ComparisonOperator.StrictWildcard
                when type != RuleType.Text:
                throw Error(comparison.OperatorSpan, $"cannot perform this operation on type {type}");
            case ComparisonOperator.Contains:
                var part = literals.String(comparison.Right);
                return value => value.AsString.Contains(part, StringComparison.Ordinal);
            case ComparisonOperator.Matches:
                UsesRegex = true;
                return Matches(comparison.Right, literals);
            case ComparisonOperator.Wildcard or ComparisonOperator.StrictWildcard:
                var strict = comparison.Operator == ComparisonOperator.StrictWildcard;
                var pattern = WildcardPattern.Parse(literals.String(comparison.Right), strict, out var error);
                return pattern is null ? throw Error(comparison.Right.Span, error!) : value => pattern.IsMatch(value.AsString);
            case not (ComparisonOperator.Equal or ComparisonOperator.NotEqual) when type == RuleType.Ip:
                throw Error(comparison.OperatorSpan, "cannot perform this operation on type IP address: use a set, as in ip.src in {192.0.2.1..192.0.2.9}");
            default:
                return literals.Ordering(comparison.Operator, comparison.Right, type);
        }
    }

    private Func<RuleValue, bool> Matches(SyntaxNode right, LiteralReader literals)
    {
        var regex = RustRegex.Compile(literals.String(right), out var error);
        return regex is null ? throw Error(right.Span, error!) : value => regex.IsMatch(value.AsString);
    }

    private TypedNode Value(SyntaxNode node)
    {
        switch (node)
        {
            case FieldSyntax field:
                return Field(field);
            case CallSyntax call:
                return Call(call);
            case IndexSyntax:
                return Index(node);
            // Parentheses, and and not make conditions, and a condition is a Boolean like any other.
            default:
                return Condition(node);
        }
    }

    private TypedField Field(FieldSyntax syntax)
    {
        if (FieldTable.TryGet(syntax.Name, out var field))
        {
            _fields.Add(field.Name);
            return new TypedField(field);
        }

        throw Error(syntax.Span, syntax.Name switch
        {
            _ when FieldTable.IsNotReproduced(syntax.Name) => $"the field {syntax.Name} is not reproduced on this machine",
            _ when FunctionTable.Names.Contains(syntax.Name) => $"{syntax.Name} is a function: expected literal \"(\" after it",
            _ => $"unknown field {syntax.Name}" + NearestName.Hint(syntax.Name, FieldTable.All.Select(f => f.Name)),
        });
    }

    private TypedIndex Index(SyntaxNode node)
    {
        var steps = new Stack<IndexSyntax>();
        while (node is IndexSyntax index)
        {
            steps.Push(index);
            node = index.Target;
        }

        var target = Value(node);
        var type = target.Type;
        var indexes = new List<object?>();
        foreach (var step in steps)
        {
            var fits = step.Index switch
            {
                long => type.IsArray,
                string => type.IsMap,
                _ => type.Element is not null,
            };
            if (!fits)
            {
                throw Error(step.Span, $"cannot access index {Describe(step.Index)} of type {type}");
            }

            indexes.Add(step.Index);
            type = type.Element!;
        }

        return new TypedIndex(target, indexes, type);
    }

    private TypedNode Call(CallSyntax call)
    {
        if (call.Name is "any" or "all")
        {
            return Quantifier(call);
        }

        if (!FunctionTable.TryGet(call.Name, out var function))
        {
            throw Error(call.NameSpan, FunctionTable.WhyRefused(call.Name) is { } why
                ? $"the function {call.Name} {why}"
                : $"unknown function {call.Name}" + NearestName.Hint(call.Name, FunctionTable.Names));
        }

        _functions.Add(call.Name);
        CheckCount(call, function.Required, function.Maximum);
        var arguments = call.Arguments.Select((argument, i) => Argument(argument, function, i)).ToArray();
        var result = function.Result(arguments[0].Type);
        if (function.IsVariadic && Array.FindIndex(arguments, a => a.Type != arguments[0].Type) is > 0 and var other)
        {
            throw Error(call.Arguments[other].Span, $"invalid type of argument #{other + 1}: expected {arguments[0].Type}, but got {arguments[other].Type}");
        }

        var forEach = arguments[0] is TypedIndex { ForEach: true };
        return new TypedCall(function.Invoke, arguments, forEach, forEach ? RuleType.ArrayOf(result) : result);
    }

    private TypedQuantifier Quantifier(CallSyntax call)
    {
        _functions.Add(call.Name);
        CheckCount(call, 1, 1);
        var argument = call.Arguments[0] is StringSyntax or WordSyntax
            ? throw Error(call.Arguments[0].Span, "expected value of type Array<Boolean>, but got a literal")
            : Condition(call.Arguments[0]);
        return argument.Type == RuleType.ArrayOf(RuleType.Boolean)
            ? new TypedQuantifier(call.Name == "any", argument)
            : throw Error(call.Arguments[0].Span, $"expected value of type Array<Boolean>, but got {argument.Type}: unpack an array by [*]");
    }

    private TypedNode Argument(SyntaxNode syntax, RuleFunction function, int index)
    {
        var parameter = function.Parameters[Math.Min(index, function.Parameters.Count - 1)];
        var isLiteral = syntax is StringSyntax or WordSyntax;
        if (isLiteral ? parameter.Kind == ArgumentKind.Field : parameter.Kind == ArgumentKind.Literal)
        {
            throw Error(syntax.Span, $"invalid kind of argument #{index + 1}: expected a {(isLiteral ? "field, but got a literal" : "literal, but got a field")}");
        }

        var node = isLiteral ? new LiteralReader(text).Constant(syntax) : Value(syntax);
        if (node is TypedIndex { ForEach: true } && index > 0)
        {
            throw Error(syntax.Span, "invalid use of map each access operator: [*] stands in the first argument only");
        }

        if (!parameter.Types.Contains(node.Type))
        {
            var hint = node.Type.IsArray && parameter.Types.Contains(node.Type.Element!) ? ": unpack it by [*]" : "";
            throw Error(syntax.Span, $"invalid type of argument #{index + 1}: expected {string.Join(" or ", parameter.Types)}, but got {node.Type}{hint}");
        }

        return node is TypedConstant constant && parameter.Check?.Invoke(constant.Value) is { } invalid
            ? throw Error(syntax.Span, $"invalid value of argument #{index + 1}: {invalid}")
            : node;
    }

    private void CheckCount(CallSyntax call, int minimum, int maximum)
    {
        if (call.Arguments.Count < minimum || call.Arguments.Count > maximum)
        {
            var expected = maximum == minimum ? $"{minimum}" : maximum == int.MaxValue ? $"at least {minimum}" : $"{minimum} to {maximum}";
            throw Error(call.Span, $"invalid number of arguments: {call.Name} takes {expected}");
        }
    }

    private static string Describe(object? index) => index switch { null => "[*]", string key => $"[\"{key}\"]", _ => $"[{index}]" };

    private RuleSyntaxException Error(TextSpan span, string reason) => new(text, span, reason);
}
