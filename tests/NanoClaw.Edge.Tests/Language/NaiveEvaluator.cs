using System.Net;
using System.Text;
using NanoClaw.Edge.Language.Syntax;
using NanoClaw.Edge.Requests;

namespace NanoClaw.Edge.Tests.Language;

/// <summary>
/// A second evaluator, as plain as it can be: it walks the syntax tree on every request, and its strings are byte arrays.
/// Knows the part of the language that <see cref="ExpressionGenerator"/> makes.
/// </summary>
internal sealed class NaiveEvaluator(RuleRequest request)
{
    public bool IsTrue(SyntaxNode node) => Evaluate(node) is true;

    private object? Evaluate(SyntaxNode node)
    {
        switch (node)
        {
            case NotSyntax not:
                var operand = Evaluate(not.Operand);
                return operand is object?[] items ? items.Select(i => (object?)(i is not true)).ToArray() : operand is not true;
            case LogicalSyntax logical:
                return logical
                    .Operands.Select(IsTrue)
                    .Aggregate(
                        (a, b) =>
                            logical.Operator switch
                            {
                                LogicalOperator.And => a & b,
                                LogicalOperator.Or => a | b,
                                _ => a != b,
                            }
                    );
            case ComparisonSyntax comparison:
                var left = Evaluate(comparison.Left);
                return IsUnpacked(comparison.Left)
                    ? ((object?[])(left ?? Array.Empty<object?>())).Select(l => (object?)Compare(l, comparison)).ToArray()
                    : left is not null && Compare(left, comparison);
            case TruthSyntax truth:
                return IsUnpackedOrArray(truth.Value) ? Evaluate(truth.Value) ?? Array.Empty<object?>() : Evaluate(truth.Value);
            case FieldSyntax field:
                return Field(field.Field.Name);
            case IndexSyntax index:
                return index.Indexes.Aggregate(
                    Evaluate(index.Target),
                    (target, step) =>
                        target switch
                        {
                            null => null,
                            _ when step is null => target,
                            object?[] array => (long)step < array.Length ? array[(long)step] : null,
                            Dictionary<string, object?> map => map.GetValueOrDefault((string)step),
                            _ => throw new InvalidOperationException(),
                        }
                );
            case QuantifierSyntax quantifier:
                return Evaluate(quantifier.Argument) is object?[] values && (quantifier.IsAny ? values.Any(i => i is true) : values.All(i => i is true));
            case CallSyntax call:
                return Call(call);
            default:
                throw new InvalidOperationException(node.ToString());
        }
    }

    private static bool IsUnpacked(SyntaxNode node) => node is IndexSyntax { ForEach: true };

    private static bool IsUnpackedOrArray(SyntaxNode node) => IsUnpacked(node) || node.Type.IsArray;

    private object? Call(CallSyntax call)
    {
        var first = Evaluate(call.Arguments[0]);
        return IsUnpacked(call.Arguments[0]) ? (first as object?[])?.Select(f => Apply(call, f)).Where(r => r is not null).ToArray() : Apply(call, first);
    }

    private static object? Apply(CallSyntax call, object? argument) =>
        (call.Function.Name, argument) switch
        {
            (_, null) => null,
            ("lower", byte[] text) => text.Select(b => b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b + 32) : b).ToArray(),
            ("len", byte[] text) => (long)text.Length,
            ("starts_with", byte[] text) => text.AsSpan().StartsWith(Bytes(call.Arguments[1])),
            _ => throw new InvalidOperationException(call.Function.Name),
        };

    private static bool Compare(object? left, ComparisonSyntax comparison) =>
        comparison.Operator switch
        {
            ComparisonOperator.In => ((SetSyntax)comparison.Right).Elements.Any(element => IsIn(left, element)),
            ComparisonOperator.Contains => ((byte[])left!).AsSpan().IndexOf(Bytes(comparison.Right)) >= 0,
            ComparisonOperator.Wildcard => Wildcard((byte[])left!, Bytes(comparison.Right), ignoreCase: true),
            ComparisonOperator.StrictWildcard => Wildcard((byte[])left!, Bytes(comparison.Right), ignoreCase: false),
            _ => Order(left!, comparison.Right) is var order
                && comparison.Operator switch
                {
                    ComparisonOperator.Equal => order == 0,
                    ComparisonOperator.NotEqual => order != 0,
                    ComparisonOperator.Less => order < 0,
                    ComparisonOperator.LessOrEqual => order <= 0,
                    ComparisonOperator.Greater => order > 0,
                    _ => order >= 0,
                },
        };

    private static int Order(object left, SyntaxNode right) =>
        left switch
        {
            byte[] text => text.AsSpan().SequenceCompareTo(Bytes(right)),
            long number => number.CompareTo(long.Parse(((WordSyntax)right).Text)),
            IPAddress address => address.Equals(IPAddress.Parse(((WordSyntax)right).Text)) ? 0 : 1,
            _ => throw new InvalidOperationException(),
        };

    private static bool IsIn(object? left, SyntaxNode element)
    {
        if (left is byte[] text)
        {
            return text.AsSpan().SequenceEqual(Bytes(element));
        }

        var word = ((WordSyntax)element).Text;
        if (left is IPAddress address)
        {
            return word.Contains('/', StringComparison.Ordinal) ? IPNetwork.Parse(word).Contains(address) : IPAddress.Parse(word).Equals(address);
        }

        var bounds = word.Split("..");
        return (long)left! >= long.Parse(bounds[0]) && (long)left <= long.Parse(bounds[^1]);
    }

    // Backtracks: slow, and plainly right.
    private static bool Wildcard(ReadOnlySpan<byte> value, ReadOnlySpan<byte> pattern, bool ignoreCase)
    {
        if (pattern.IsEmpty)
        {
            return value.IsEmpty;
        }

        if (pattern[0] == '*')
        {
            return Wildcard(value, pattern[1..], ignoreCase) || (!value.IsEmpty && Wildcard(value[1..], pattern, ignoreCase));
        }

        return !value.IsEmpty
            && (value[0] == pattern[0] || (ignoreCase && char.ToLowerInvariant((char)value[0]) == char.ToLowerInvariant((char)pattern[0])))
            && Wildcard(value[1..], pattern[1..], ignoreCase);
    }

    private static byte[] Bytes(SyntaxNode node) => Encoding.Latin1.GetBytes(((StringSyntax)node).Text);

    private object? Field(string name) =>
        name switch
        {
            "http.host" => Encoding.Latin1.GetBytes(request.Host),
            "http.request.method" => Encoding.Latin1.GetBytes(request.Method),
            "http.request.uri.path" => Encoding.Latin1.GetBytes(request.Path),
            "ip.src" => request.ClientAddress,
            "cf.edge.server_port" => (long)request.ServerPort,
            "ssl" => request.Ssl,
            "http.request.headers.names" => request
                .Headers.Select(h => (object?)Encoding.Latin1.GetBytes(request.Version == "HTTP/1.1" ? h.Key : h.Key.ToLowerInvariant()))
                .ToArray(),
            "http.request.headers" => request
                .Headers.GroupBy(h => h.Key.ToLowerInvariant())
                .ToDictionary(g => g.Key, g => (object?)g.Select(h => (object?)Encoding.Latin1.GetBytes(h.Value)).ToArray()),
            _ => throw new InvalidOperationException(name),
        };
}
