using CsCheck;
using NanoClaw.Edge.Language;
using NanoClaw.Edge.Language.Syntax;

namespace NanoClaw.Edge.Tests.Language;

public sealed class ExpressionPropertyTests
{
    private static readonly string[] Tokens =
    [
        "http.host",
        "http.request.headers",
        "ip.src",
        "ssl",
        "any",
        "len",
        "lower",
        "(",
        ")",
        "[",
        "]",
        "[*]",
        "{",
        "}",
        "\"",
        "\"a\"",
        "r#\"",
        "\\",
        "eq",
        "==",
        "in",
        "not",
        "and",
        "or",
        "matches",
        "~",
        "wildcard",
        "strict wildcard",
        "192.0.2.0/24",
        "1..5",
        "::1",
        "$list",
        ",",
        " ",
        "\n",
        "0x",
        "-",
        "*",
        "é",
        "\0",
        "\"[\"",
        "\"(?P<a>.)\"",
        "443",
    ];

    [Fact]
    public void The_compiled_expression_says_what_a_plain_tree_walk_says() =>
        Gen.Select(ExpressionGenerator.Expression, ExpressionGenerator.Request)
            .Sample(
                (expression, request) =>
                    RuleExpression.Parse(expression).IsMatch(request) == new NaiveEvaluator(request).IsTrue(Parser.Parse(expression, out _)!.Root),
                iter: 5000
            );

    [Fact]
    public void An_expression_printed_and_read_again_is_the_same() =>
        Gen.Select(ExpressionGenerator.Expression, ExpressionGenerator.Request)
            .Sample(
                (expression, request) =>
                {
                    var first = RuleExpression.Parse(expression);
                    var second = RuleExpression.Parse(first.ToString());
                    return second.ToString() == first.ToString() && second.IsMatch(request) == first.IsMatch(request);
                },
                iter: 3000
            );

    [Fact]
    public void Whatever_is_given_either_parses_or_is_refused_at_a_place_within_it() =>
        Gen.OneOf(Gen.String, Pick.From(Tokens).Array[0, 12].Select(string.Concat), Pick.From(Tokens).Array[0, 12].Select(t => string.Join(' ', t)))
            .Sample(IsParsedOrRefused, iter: 20000);

    [Fact]
    public void A_valid_expression_with_a_piece_cut_out_either_parses_or_is_refused() =>
        Gen.Select(ExpressionGenerator.Expression, Gen.Int[0, 400], Gen.Int[0, 8])
            .Sample(
                (expression, start, length) =>
                {
                    start = Math.Min(start, expression.Length);
                    return IsParsedOrRefused(expression.Remove(start, Math.Min(length, expression.Length - start)));
                },
                iter: 5000
            );

    private static bool IsParsedOrRefused(string text)
    {
        return RuleExpression.TryParse(text, out _, out var error)
            || (
                error.Span.Start >= 0 && error.Span.Start <= text.Length && error.Column >= 1 && error.Message.Contains(error.Reason, StringComparison.Ordinal)
            );
    }
}
