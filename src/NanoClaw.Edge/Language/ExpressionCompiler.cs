using NanoClaw.Edge.Language.Syntax;
using NanoClaw.Edge.Language.Typing;
using NanoClaw.Edge.Requests;

namespace NanoClaw.Edge.Language;

/// <summary>Turns a typed expression into delegates, once, so that a request pays for neither parsing nor types.</summary>
internal static class ExpressionCompiler
{
    /// <summary>A Boolean expression. A Boolean that is missing is false.</summary>
    public static Func<RuleRequest, bool> Condition(TypedNode node)
    {
        switch (node)
        {
            case TypedNot not:
                var operand = Condition(not.Operand);
                return request => !operand(request);
            case TypedLogical logical:
                return Logical(logical.Operator, [.. logical.Operands.Select(Condition)]);
            case TypedComparison comparison:
                var (left, test) = (Value(comparison.Left), comparison.Test);
                return request => left(request) is { IsMissing: false } value && test(value);
            case TypedQuantifier quantifier:
                return Quantifier(quantifier);
            default:
                var boolean = Value(node);
                return request => boolean(request).AsBoolean;
        }
    }

    private static Func<RuleRequest, bool> Logical(LogicalOperator logical, Func<RuleRequest, bool>[] operands) => logical switch
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

    // The engine's own: a comparison over what is missing has no elements, so that all() of it is true;
    // a value that is itself missing makes both any() and all() false.
    private static Func<RuleRequest, bool> Quantifier(TypedQuantifier quantifier)
    {
        if (quantifier.Argument is TypedComparison or TypedNot or TypedLogical)
        {
            var booleans = Booleans(quantifier.Argument);
            return quantifier.IsAny
                ? request => Array.IndexOf(booleans(request), true) >= 0
                : request => Array.IndexOf(booleans(request), false) < 0;
        }

        var array = Value(quantifier.Argument);
        return quantifier.IsAny
            ? request => array(request) is { IsMissing: false } value && Array.Exists(value.AsArray, v => v.AsBoolean)
            : request => array(request) is { IsMissing: false } value && Array.TrueForAll(value.AsArray, v => v.AsBoolean);
    }

    private static Func<RuleRequest, bool[]> Booleans(TypedNode node)
    {
        switch (node)
        {
            case TypedNot not:
                var operand = Booleans(not.Operand);
                return request => Array.ConvertAll(operand(request), value => !value);
            case TypedLogical logical:
                var operands = logical.Operands.Select(Booleans).ToArray();
                return request => Combine(logical.Operator, operands, request);
            case TypedComparison comparison:
                var (left, test) = (Value(comparison.Left), comparison.Test);
                return request => left(request) is { IsMissing: false } values
                    ? Array.ConvertAll(values.AsArray, value => test(value))
                    : [];
            default:
                var array = Value(node);
                return request => array(request) is { IsMissing: false } values
                    ? Array.ConvertAll(values.AsArray, value => value.AsBoolean)
                    : [];
        }
    }

    // Arrays are combined element by element, as far as the shortest reaches.
    private static bool[] Combine(LogicalOperator logical, Func<RuleRequest, bool[]>[] operands, RuleRequest request)
    {
        var result = operands[0](request);
        foreach (var operand in operands.AsSpan(1))
        {
            var other = operand(request);
            var combined = new bool[Math.Min(result.Length, other.Length)];
            for (var i = 0; i < combined.Length; i++)
            {
                combined[i] = logical switch
                {
                    LogicalOperator.And => result[i] && other[i],
                    LogicalOperator.Or => result[i] || other[i],
                    _ => result[i] ^ other[i],
                };
            }

            result = combined;
        }

        return result;
    }

    private static Func<RuleRequest, RuleValue> Value(TypedNode node)
    {
        switch (node)
        {
            case TypedField field:
                return field.Field.Read;
            case TypedConstant constant:
                var value = constant.Value;
                return _ => value;
            case TypedIndex index:
                return Index(index);
            case TypedCall call:
                return Call(call);
            default:
                var condition = Condition(node);
                return request => RuleValue.From(condition(request));
        }
    }

    private static Func<RuleRequest, RuleValue> Index(TypedIndex index)
    {
        var target = Value(index.Target);
        var indexes = index.Indexes.ToArray();
        var unpacked = Array.IndexOf(indexes, null);
        if (unpacked < 0 || (unpacked == indexes.Length - 1 && Unpacks(index, unpacked).IsArray))
        {
            var path = unpacked < 0 ? indexes : indexes[..^1];
            return request => Follow(target(request), path);
        }

        return request => target(request) is { IsMissing: false } value
            ? RuleValue.From([.. Elements(value, indexes)])
            : RuleValue.Missing;
    }

    private static RuleType Unpacks(TypedIndex index, int position)
    {
        var type = index.Target.Type;
        for (var i = 0; i < position; i++)
        {
            type = type.Element!;
        }

        return type;
    }

    private static RuleValue Follow(RuleValue value, ReadOnlySpan<object?> path)
    {
        foreach (var step in path)
        {
            if (value.IsMissing)
            {
                return value;
            }

            value = step is string key
                ? value.AsMap.GetValueOrDefault(key)
                : (long)step! < value.AsArray.Length ? value.AsArray[(long)step] : RuleValue.Missing;
        }

        return value;
    }

    private static IEnumerable<RuleValue> Elements(RuleValue value, object?[] path)
    {
        var position = Array.IndexOf(path, null);
        if (position < 0)
        {
            var single = Follow(value, path);
            return single.IsMissing ? [] : [single];
        }

        var container = Follow(value, path.AsSpan(0, position));
        if (container.IsMissing)
        {
            return [];
        }

        var rest = path[(position + 1)..];
        var items = container.Reference is RuleValue[] array ? array : container.AsMap.Values;
        return items.SelectMany(item => Elements(item, rest));
    }

    private static Func<RuleRequest, RuleValue> Call(TypedCall call)
    {
        var (invoke, arguments) = (call.Invoke, call.Arguments.Select(Value).ToArray());
        if (!call.ForEach)
        {
            return request => invoke(Array.ConvertAll(arguments, argument => argument(request)));
        }

        return request =>
        {
            var values = Array.ConvertAll(arguments, argument => argument(request));
            return values[0].IsMissing
                ? RuleValue.Missing
                : RuleValue.From([.. values[0].AsArray.Select(element => invoke([element, .. values.AsSpan(1)])).Where(v => !v.IsMissing)]);
        };
    }
}
