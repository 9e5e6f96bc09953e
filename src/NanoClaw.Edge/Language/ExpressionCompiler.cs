using NanoClaw.Edge.Language.Syntax;
using NanoClaw.Edge.Requests;
using NanoClaw.Edge.Values;

namespace NanoClaw.Edge.Language;

/// <summary>Turns conditions into delegates, once, so that a request pays for neither parsing nor types.</summary>
internal static class ExpressionCompiler
{
    /// <summary>A Boolean expression. A Boolean that is missing is false.</summary>
    public static Func<RuleRequest, bool> Condition(SyntaxNode node)
    {
        switch (node)
        {
            case TrueSyntax:
                return static _ => true;
            case NotSyntax not:
                var operand = Condition(not.Operand);
                return request => !operand(request);
            case LogicalSyntax logical:
                return Logical(logical.Operator, [.. logical.Operands.Select(Condition)]);
            case ComparisonSyntax comparison:
                var (left, test) = (ValueCompiler.Value(comparison.Left), comparison.Test);
                return request => left(request) is { IsMissing: false } value && test(value);
            case QuantifierSyntax quantifier:
                return Quantifier(quantifier.IsAny, quantifier.Argument);
            case TruthSyntax truth:
                return Condition(truth.Value);
            default:
                var boolean = ValueCompiler.Value(node);
                return request => boolean(request).AsBoolean;
        }
    }

    private static Func<RuleRequest, bool> Logical(LogicalOperator logical, Func<RuleRequest, bool>[] operands) =>
        logical switch
        {
            LogicalOperator.And when operands is [var a, var b] => request => a(request) && b(request),
            LogicalOperator.Or when operands is [var a, var b] => request => a(request) || b(request),
            LogicalOperator.And => request =>
            {
                foreach (var operand in operands)
                {
                    if (!operand(request))
                    {
                        return false;
                    }
                }

                return true;
            },
            LogicalOperator.Or => request =>
            {
                foreach (var operand in operands)
                {
                    if (operand(request))
                    {
                        return true;
                    }
                }

                return false;
            },
            _ => request =>
            {
                var result = false;
                foreach (var operand in operands)
                {
                    result ^= operand(request);
                }

                return result;
            },
        };

    // The engine's own: a condition over what is missing has no elements, so that all() of it is true;
    // a bare value that is itself missing makes both any() and all() false.
    private static Func<RuleRequest, bool> Quantifier(bool isAny, SyntaxNode argument)
    {
        switch (argument)
        {
            case ComparisonSyntax comparison:
                var (left, test) = (ValueCompiler.Value(comparison.Left), comparison.Test);
                return request => left(request) is { IsMissing: false } values ? Reduce(isAny, values.AsArray, test) : !isAny;
            case LogicalSyntax or NotSyntax or TruthSyntax:
                var booleans = ConditionArrays.Compile(argument);
                return isAny ? request => Array.IndexOf(booleans(request), true) >= 0 : request => Array.IndexOf(booleans(request), false) < 0;
            default:
                var array = ValueCompiler.Value(argument);
                return request => array(request) is { IsMissing: false } values && Reduce(isAny, values.AsArray, static value => value.AsBoolean);
        }
    }

    private static bool Reduce(bool isAny, RuleValue[] values, Func<RuleValue, bool> test)
    {
        foreach (var value in values)
        {
            if (test(value) == isAny)
            {
                return isAny;
            }
        }

        return !isAny;
    }
}
