using CsCheck;
using NanoClaw.Edge.Building;
using NanoClaw.Edge.Language;
using NanoClaw.Edge.Requests;
using NanoClaw.Edge.Tests.Language;
using NanoClaw.Edge.Values;

namespace NanoClaw.Edge.Tests.Building;

/// <summary>What the builder writes, the language reads back with the meaning it was built with.</summary>
public sealed class RuleConditionRoundTripTests
{
    private static readonly Gen<string> Value = Gen.OneOf(
            "a",
            "A",
            "\"",
            "\\",
            "\\\"",
            "x\" or ssl or \"",
            "/v1/agent",
            "/v1/",
            "agent.example.com",
            "é",
            "{",
            "}",
            " ",
            "$",
            "*",
            ""
        )
        .Array[0, 3]
        .Select(string.Concat);

    private static readonly Gen<Built> Atom = Gen.OneOf(
        Value.Select(v => new Built(RequestFields.Host.Is(v), r => r.Host == v)),
        Value.Select(v => new Built(RequestFields.Host.InLowerCase().Is(v), r => Lower(r.Host) == v)),
        Value.Select(v => new Built(RequestFields.Path.IsNot(v), r => r.RawPath != v)),
        Value.Select(v => new Built(RequestFields.Host.Contains(v), r => r.Host.Contains(v, StringComparison.Ordinal))),
        Value.Select(v => new Built(RequestFields.Host.StartsWith(v), r => r.Host.StartsWith(v, StringComparison.Ordinal))),
        Value.Select(v => new Built(RequestFields.Host.EndsWith(v), r => r.Host.EndsWith(v, StringComparison.Ordinal))),
        Value.Array[1, 4].Select(vs => new Built(RequestFields.Host.IsIn(vs), r => vs.Contains(r.Host, StringComparer.Ordinal))),
        Gen.Const(new Built(RequestFields.IsHttps, r => r.Ssl)),
        Gen.Const(
            new Built(RequestFields.HasHeader("authorization"), r => r.Headers.Any(h => h.Key.Equals("authorization", StringComparison.OrdinalIgnoreCase)))
        )
    );

    private static readonly Gen<Built> ConditionGen = Gen.Recursive<Built>(
        (depth, inner) =>
            depth > 3
                ? Atom
                : Gen.OneOf(
                    Atom,
                    inner.Select(c => new Built(!c.Condition, r => !c.Expected(r))),
                    inner.Array[1, 3].Select(cs => new Built(RuleCondition.All(cs.Select(c => c.Condition)), r => Array.TrueForAll(cs, c => c.Expected(r)))),
                    inner.Array[1, 3].Select(cs => new Built(RuleCondition.Any(cs.Select(c => c.Condition)), r => Array.Exists(cs, c => c.Expected(r))))
                )
    );

    private static readonly Gen<RuleRequest> Request = Gen.Select(
        Value,
        Gen.Bool,
        Pick.From("authorization", "Authorization", "AUTHORIZATION", "x-other"),
        Pick.From("HTTP/1.1", "HTTP/2"),
        (host, ssl, header, version) =>
            new RuleRequest
            {
                Method = "POST",
                Host = host,
                RawPath = "/v1/agent",
                Ssl = ssl,
                Version = version,
                Headers = [KeyValuePair.Create(header, "Bearer x")],
            }
    );

    [Fact]
    public void A_built_condition_parses_and_judges_as_it_was_built() =>
        Gen.Select(ConditionGen, Request)
            .Where(pair => pair.Item1.IsShort)
            .Sample(
                (built, request) =>
                {
                    var asText = built.Condition.ToString();
                    // Rules see strings byte by byte; so does the model it is compared with.
                    var asBytes = new RuleRequest
                    {
                        Method = request.Method,
                        Host = ByteText.FromText(request.Host),
                        RawPath = request.RawPath,
                        Ssl = request.Ssl,
                        Version = request.Version,
                        Headers = request.Headers,
                    };
                    return RuleExpression.Parse(asText).IsMatch(asBytes) == built.Expected(request);
                }
            );

    [Fact]
    public void The_canonical_spelling_of_a_built_condition_is_a_fixed_point() =>
        ConditionGen
            .Where(built => built.IsShort)
            .Sample(built =>
            {
                var canonical = RuleExpression.Parse(built.Condition.ToString()).ToString();
                return RuleExpression.Parse(canonical).ToString() == canonical;
            });

    // lower() of the rules language changes A to Z and nothing else.
    private static string Lower(string text) => string.Concat(text.Select(c => char.IsAsciiLetterUpper(c) ? (char)(c + 32) : c));

    private sealed record Built(RuleCondition Condition, Func<RuleRequest, bool> Expected)
    {
        public bool IsShort
        {
            get
            {
                try
                {
                    return Condition.ToString().Length <= RuleExpression.MaxLength;
                }
                catch (InvalidOperationException)
                {
                    return false;
                }
            }
        }
    }
}
