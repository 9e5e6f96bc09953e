using NanoClaw.Edge.Language.Syntax;
using NanoClaw.Edge.Requests;
using NanoClaw.Edge.Values;

namespace NanoClaw.Edge.Language;

/// <summary>Conditions over an array's elements: one Boolean for each.</summary>
internal static class ConditionArrays
{
    public static Func<RuleRequest, bool[]> Compile(SyntaxNode node)
    {
        switch (node)
        {
            case NotSyntax not:
                var operand = Compile(not.Operand);
                return request => Array.ConvertAll(operand(request), static value => !value);
            case LogicalSyntax logical:
                var operands = logical.Operands.Select(Compile).ToArray();
                return request => Combine(logical.Operator, operands, request);
            case ComparisonSyntax comparison:
                return Elements(comparison.Left, comparison.Test);
            case TruthSyntax truth:
                return Elements(truth.Value, static value => value.AsBoolean);
            default:
                throw new InvalidOperationException($"{node.GetType().Name} is no condition over an array.");
        }
    }

    private static Func<RuleRequest, bool[]> Elements(SyntaxNode array, Func<RuleValue, bool> test)
    {
        var values = ValueCompiler.Value(array);
        return request =>
        {
            var value = values(request);
            if (value.IsMissing)
            {
                return [];
            }

            var elements = value.AsArray;
            var results = new bool[elements.Length];
            for (var i = 0; i < results.Length; i++)
            {
                results[i] = test(elements[i]);
            }

            return results;
        };
    }

    // Arrays are combined element by element, as far as the shortest reaches.
    private static bool[] Combine(LogicalOperator logical, Func<RuleRequest, bool[]>[] operands, RuleRequest request)
    {
        var result = operands[0](request);
        foreach (var operand in operands.AsSpan(1))
        {
            var other = operand(request);
            if (other.Length < result.Length)
            {
                Array.Resize(ref result, other.Length);
            }

            for (var i = 0; i < result.Length; i++)
            {
                result[i] = logical switch
                {
                    LogicalOperator.And => result[i] && other[i],
                    LogicalOperator.Or => result[i] || other[i],
                    _ => result[i] ^ other[i],
                };
            }
        }

        return result;
    }
}
