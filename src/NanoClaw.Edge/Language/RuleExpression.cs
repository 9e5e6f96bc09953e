using System.Diagnostics.CodeAnalysis;
using NanoClaw.Edge.Language.Syntax;
using NanoClaw.Edge.Requests;

namespace NanoClaw.Edge.Language;

/// <summary>
/// An expression of Cloudflare's Rules language: parsed, type-checked and compiled.
/// Immutable, and safe to evaluate from several threads.
/// </summary>
public sealed class RuleExpression
{
    /// <summary>In characters. Source: https://developers.cloudflare.com/ruleset-engine/rules-language/expressions/.</summary>
    public const int MaxLength = 4096;

    private readonly Func<RuleRequest, bool> _condition;
    private readonly ParsedExpression _parsed;

    private RuleExpression(string text, ParsedExpression parsed)
    {
        Text = text;
        _parsed = parsed;
        _condition = ExpressionCompiler.Condition(parsed.Root);
    }

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>The fields it reads: what a plan allows depends on them.</summary>
    public IReadOnlySet<string> Fields => _parsed.Fields;

    /// <summary>The functions it calls, <c>any</c> and <c>all</c> among them.</summary>
    public IReadOnlySet<string> Functions => _parsed.Functions;

    /// <summary>Whether it uses <c>matches</c> or <c>~</c>, which need a Business plan.</summary>
    public bool UsesRegex => _parsed.UsesRegex;

    /// <summary>Parses an expression.</summary>
    /// <exception cref="RuleSyntaxException">Cloudflare would refuse it, or this machine cannot evaluate it; the message points at the place.</exception>
    public static RuleExpression Parse(string text) => TryParse(text, out var expression, out var error) ? expression : throw new RuleSyntaxException(error);

    /// <summary>Parses an expression; where it is refused, <paramref name="error"/> says why, and nothing is thrown.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out RuleExpression? expression, [NotNullWhen(false)] out RuleSyntaxError? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        expression = null;
        if (text.Length > MaxLength)
        {
            error = new(text, new(MaxLength, 1), $"an expression has at most {MaxLength} characters, and this has {text.Length}");
            return false;
        }

        if (Parser.Parse(text, out error) is { } parsed)
        {
            expression = new(text, parsed);
            return true;
        }

        error ??= new(text, new(0, text.Length), "unrecognised input");
        return false;
    }

    public bool IsMatch(RuleRequest request) => _condition(request);

    /// <summary>The expression in one canonical spelling: word operators, quoted strings, parentheses only where they matter.</summary>
    public override string ToString() => SyntaxPrinter.Print(_parsed.Root);
}
