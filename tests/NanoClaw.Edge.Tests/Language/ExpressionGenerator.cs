using System.Net;
using CsCheck;
using NanoClaw.Edge.Requests;

namespace NanoClaw.Edge.Tests.Language;

/// <summary>Random well-typed expressions in random spellings, and random requests of the same small world, so that they often match.</summary>
internal static class ExpressionGenerator
{
    private static readonly Gen<string> Text = Pick.From("a", "A", "b", "ab", "Ab", "/a/b", "", "é", "x\"y", "a\\b");
    private static readonly Gen<string> Pattern = Pick.From("*", "a*", "*B", "a*b", "/*/b", "ab");
    private static readonly Gen<string> Field = Pick.From("http.host", "http.request.method", "http.request.uri.path");
    private static readonly Gen<string> HeaderName = Pick.From("x-a", "x-b", "none");
    private static readonly Gen<string> Ordering = Pick.From("eq", "==", "ne", "!=", "lt", "<", "le", "<=", "gt", ">", "ge", ">=");
    private static readonly Gen<string> Number = Pick.From("80", "443", "0", "-1", "8443");
    private static readonly Gen<string> Address = Pick.From("192.0.2.1", "192.0.2.9", "::1", "2001:db8::7");
    private static readonly Gen<string> Network = Pick.From("192.0.2.0/24", "192.0.2.0/29", "2001:db8::/32", "::1", "198.51.100.7");

    private static readonly Gen<string> String = Gen.OneOf(
        Field,
        Gen.Select(HeaderName, Gen.Int[0, 2], (name, i) => $"http.request.headers[\"{name}\"][{i}]"),
        Field.Select(field => $"lower({field})")
    );

    private static readonly Gen<string> Unpacked = Gen.OneOf(
        HeaderName.Select(name => $"http.request.headers[\"{name}\"][*]"),
        Gen.Const("http.request.headers.names[*]"),
        HeaderName.Select(name => $"lower(http.request.headers[\"{name}\"][*])[*]")
    );

    public static Gen<string> Expression { get; } =
        Gen.Recursive<string>(
            (depth, inner) =>
                depth >= 4
                    ? Comparison
                    : Gen.Frequency(
                        (3, Comparison),
                        (2, Gen.Select(inner, Pick.From(" and ", " or ", " xor ", " && ", "||", "^^"), inner, (a, op, b) => a + op + b)),
                        (2, Gen.Select(inner, Pick.From(" and ", " or ", " xor "), inner, (a, op, b) => $"({a}){op}( {b} )")),
                        (1, Gen.Select(Pick.From("not ", "!", "!! "), inner, (not, a) => $"{not}({a})")),
                        (1, Gen.Select(Pick.From("not ", "! "), Comparison, (not, a) => not + a))
                    )
        );

    public static Gen<RuleRequest> Request { get; } =
        Gen.Select(
            Text,
            Pick.From("a", "A", "GET"),
            Pick.From("/", "/a/b", "/a/B", "/ab"),
            Address,
            Number,
            Gen.Bool,
            Gen.Select(Gen.Select(Pick.From("X-A", "x-b", "x-a"), Text).Array[0, 3], Pick.From("HTTP/1.1", "HTTP/2")),
            (host, method, path, address, port, ssl, sent) =>
                new RuleRequest
                {
                    Version = sent.Item2,
                    Host = NanoClaw.Edge.Values.ByteText.FromText(host),
                    Method = method,
                    RawPath = path,
                    ClientAddress = IPAddress.Parse(address),
                    ServerPort = int.Parse(port),
                    Ssl = ssl,
                    Headers = [.. sent.Item1.Select(h => KeyValuePair.Create(h.Item1, NanoClaw.Edge.Values.ByteText.FromText(h.Item2)))],
                }
        );

    private static Gen<string> Comparison =>
        Gen.OneOf(
            Gen.Const("ssl"),
            Gen.Select(String, Ordering, Literal(Text), (left, op, right) => $"{left} {op} {right}"),
            Gen.Select(String, Literal(Text), (left, right) => $"{left} contains {right}"),
            Gen.Select(String, Pick.From("wildcard", "strict wildcard"), Literal(Pattern), (left, op, right) => $"{left} {op} {right}"),
            Gen.Select(String, Literal(Text).Array[0, 3], (left, set) => $"{left} in {{{string.Join(' ', set)}}}"),
            Gen.Select(Pick.From("cf.edge.server_port", "len(http.host)"), Ordering, Number, (left, op, right) => $"{left} {op} {right}"),
            Gen.Select(Pick.From("-5..3", "80..443", "8443", "7"), Number, (a, b) => $"cf.edge.server_port in {{{a} {b}}}"),
            Gen.Select(Pick.From("eq", "!="), Address, (op, right) => $"ip.src {op} {right}"),
            Network.Array[0, 3].Select(set => $"ip.src in {{{string.Join("  ", set)}}}"),
            Gen.Select(String, Literal(Text), (source, part) => $"starts_with({source}, {part})"),
            Gen.Select(
                Pick.From("any", "all"),
                Pick.From("", "not "),
                Unpacked,
                Ordering,
                Literal(Text),
                (any, not, left, op, right) => $"{any}({not}{left} {op} {right})"
            ),
            Gen.Select(
                Pick.From("any", "all"),
                HeaderName,
                Literal(Text),
                (any, name, part) => $"{any}(starts_with(http.request.headers[\"{name}\"][*], {part}))"
            )
        );

    private static Gen<string> Literal(Gen<string> text) =>
        Gen.Select(
            text,
            Gen.Bool,
            (value, raw) =>
                raw ? $"r##\"{value}\"##" : "\"" + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\""
        );
}
