using NanoClaw.Edge.Language.Syntax;
using NanoClaw.Edge.Language.Typing;
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
    private readonly SyntaxNode _syntax;

    private RuleExpression(string text, SyntaxNode syntax, TypeChecker checker, Func<RuleRequest, bool> condition)
    {
        Text = text;
        Fields = checker.Fields;
        Functions = checker.Functions;
        UsesRegex = checker.UsesRegex;
        _syntax = syntax;
        _condition = condition;
    }

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>The fields it reads: what a plan allows depends on them.</summary>
    public IReadOnlySet<string> Fields { get; }

    /// <summary>The functions it calls, <c>any</c> and <c>all</c> among them.</summary>
    public IReadOnlySet<string> Functions { get; }

    /// <summary>Whether it uses <c>matches</c> or <c>~</c>, which need a Business plan.</summary>
    public bool UsesRegex { get; }

    /// <summary>Parses an expression.</summary>
    /// <exception cref="RuleSyntaxException">Cloudflare would refuse it, or this machine cannot evaluate it; the message points at the place.</exception>
    public static RuleExpression Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength)
        {
            throw new RuleSyntaxException(text, new(MaxLength, 1), $"an expression has at most {MaxLength} characters, and this has {text.Length}");
        }

        // "true" as a whole matches every request, as in the API's examples; it is no literal elsewhere.
        var syntax = text.Trim() == "true" ? new WordSyntax("true", new(0, text.Length)) : Parser.Parse(text);
        var checker = new TypeChecker(text);
        var condition = syntax is WordSyntax ? static _ => true : ExpressionCompiler.Condition(checker.Check(syntax));
        return new RuleExpression(text, syntax, checker, condition);
    }

    public bool IsMatch(RuleRequest request) => _condition(request);

    /// <summary>The expression in one canonical spelling: word operators, quoted strings, parentheses only where they matter.</summary>
    public override string ToString() => SyntaxPrinter.Print(_syntax);
}
