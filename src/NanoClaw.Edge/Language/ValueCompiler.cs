using NanoClaw.Edge.Language.Syntax;
using NanoClaw.Edge.Language.Typing;
using NanoClaw.Edge.Requests;
using NanoClaw.Edge.Values;

namespace NanoClaw.Edge.Language;

/// <summary>Turns values into delegates: fields, calls, accesses by index, and conditions where a function takes one.</summary>
internal static class ValueCompiler
{
    public static Func<RuleRequest, RuleValue> Value(SyntaxNode node)
    {
        switch (node)
        {
            case FieldSyntax field:
                return field.Field.Read;
            case LiteralSyntax literal:
                var constant = literal.Value;
                return _ => constant;
            case IndexSyntax index:
                return Index(index);
            case CallSyntax call:
                return Call(call);
            case var _ when node.Type == RuleType.Booleans:
                var booleans = ConditionArrays.Compile(node);
                return request => RuleValue.From(Array.ConvertAll(booleans(request), static value => RuleValue.From(value)));
            default:
                var condition = ExpressionCompiler.Condition(node);
                return request => RuleValue.From(condition(request));
        }
    }

    private static Func<RuleRequest, RuleValue> Index(IndexSyntax index)
    {
        var target = Value(index.Target);
        object?[] indexes = [.. index.Indexes];
        // An array that is unpacked last is the value itself.
        if (index.ForEach && indexes[^1] is null && Array.IndexOf(indexes, null) == indexes.Length - 1 && LastIsArray(index))
        {
            indexes = indexes[..^1];
        }
        else if (index.ForEach)
        {
            return request => target(request) is { IsMissing: false } value ? Unpack(value, indexes) : RuleValue.Missing;
        }

        return indexes switch
        {
            [] => target,
            [string key] => request => target(request) is { IsMissing: false } map ? map.AsMap.GetValueOrDefault(key) : RuleValue.Missing,
            _ => request => Follow(target(request), indexes),
        };
    }

    private static bool LastIsArray(IndexSyntax index)
    {
        var type = index.Target.Type;
        for (var i = 0; i < index.Indexes.Count - 1; i++)
        {
            type = type.Element!;
        }

        return type.IsArray;
    }

    private static RuleValue Follow(RuleValue value, ReadOnlySpan<object?> path)
    {
        foreach (var step in path)
        {
            if (value.IsMissing)
            {
                return value;
            }

            value =
                step is string key ? value.AsMap.GetValueOrDefault(key)
                : (long)step! < value.AsArray.Length ? value.AsArray[(long)step]
                : RuleValue.Missing;
        }

        return value;
    }

    private static RuleValue Unpack(RuleValue value, object?[] path)
    {
        var elements = new List<RuleValue>();
        Collect(value, path, elements);
        return RuleValue.From([.. elements]);
    }

    private static void Collect(RuleValue value, ReadOnlySpan<object?> path, List<RuleValue> elements)
    {
        var unpacked = path.IndexOf((object?)null);
        var single = Follow(value, unpacked < 0 ? path : path[..unpacked]);
        if (single.IsMissing)
        {
            return;
        }

        if (unpacked < 0)
        {
            elements.Add(single);
            return;
        }

        // The engine's maps are sorted by their keys' bytes.
        var items = single.Reference is RuleValue[] array ? array : single.AsMap.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value);
        foreach (var item in items)
        {
            Collect(item, path[(unpacked + 1)..], elements);
        }
    }

    private static Func<RuleRequest, RuleValue> Call(CallSyntax call)
    {
        var invoke = call.Function.Invoke;
        var arguments = call.Arguments.Select(Value).ToArray();
        return (call.ForEach, arguments) switch
        {
            (true, _) => request => ForEach(invoke, arguments, request),
            (_, [var one]) => request =>
            {
                var value = one(request);
                return invoke(new(in value));
            },
            (_, [var one, var two]) => request => invoke([one(request), two(request)]),
            _ => request => invoke(Array.ConvertAll(arguments, argument => argument(request))),
        };
    }

    // What a function has no value for has no place in the result.
    private static RuleValue ForEach(RuleFunctionBody invoke, Func<RuleRequest, RuleValue>[] arguments, RuleRequest request)
    {
        var values = Array.ConvertAll(arguments, argument => argument(request));
        if (values[0].IsMissing)
        {
            return RuleValue.Missing;
        }

        var elements = values[0].AsArray;
        var results = new RuleValue[elements.Length];
        var count = 0;
        foreach (var element in elements)
        {
            values[0] = element;
            results[count] = invoke(values);
            count += results[count].IsMissing ? 0 : 1;
        }

        return RuleValue.From(count == results.Length ? results : results[..count]);
    }
}
