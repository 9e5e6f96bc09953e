using NanoClaw.Edge.Language.Typing;
using NanoClaw.Edge.Values;

namespace NanoClaw.Edge.Language.Syntax;

/// <summary>A part of an expression, with its type: the parser knows the type of all that it has read, as the engine's does.</summary>
internal abstract record SyntaxNode(TextSpan Span, RuleType Type);

/// <summary><c>true</c> as a whole expression.</summary>
internal sealed record TrueSyntax(TextSpan Span) : SyntaxNode(Span, RuleType.Boolean);

internal sealed record LogicalSyntax(LogicalOperator Operator, IReadOnlyList<SyntaxNode> Operands, TextSpan Span) : SyntaxNode(Span, Operands[0].Type);

internal sealed record NotSyntax(SyntaxNode Operand, TextSpan Span) : SyntaxNode(Span, Operand.Type);

/// <summary>
/// A Boolean value, or an array of them, as a condition. Over what is missing a condition has no elements, and a bare
/// value is missing itself.
/// </summary>
internal sealed record TruthSyntax(SyntaxNode Value, RuleType Type) : SyntaxNode(Value.Span, Type);

/// <summary>A comparison; where the left side is unpacked by <c>[*]</c> it gives an array.</summary>
internal sealed record ComparisonSyntax(
    SyntaxNode Left,
    ComparisonOperator Operator,
    SyntaxNode Right,
    Func<RuleValue, bool> Test,
    RuleType Type,
    TextSpan Span
) : SyntaxNode(Span, Type);

/// <summary><c>any</c> or <c>all</c>.</summary>
internal sealed record QuantifierSyntax(bool IsAny, SyntaxNode Argument, TextSpan Span) : SyntaxNode(Span, RuleType.Boolean);

internal sealed record FieldSyntax(RuleField Field, TextSpan Span) : SyntaxNode(Span, Field.Type);

/// <summary>A call.</summary>
/// <param name="Function">The function; it gets one value an argument, any of them missing.</param>
/// <param name="Arguments">The arguments.</param>
/// <param name="ForEach">Whether the first argument is unpacked by <c>[*]</c> and the call made for each of its elements.</param>
/// <param name="Type">The result's type.</param>
/// <param name="Span">The whole.</param>
internal sealed record CallSyntax(RuleFunction Function, IReadOnlyList<SyntaxNode> Arguments, bool ForEach, RuleType Type, TextSpan Span)
    : SyntaxNode(Span, Type);

/// <summary>An access by indexes.</summary>
/// <param name="Target">A field or a call.</param>
/// <param name="Indexes">A long, a string, or null for <c>[*]</c>.</param>
/// <param name="ForEach">Whether one of them is <c>[*]</c>: the value is an array then.</param>
/// <param name="Type">The element's type.</param>
/// <param name="Span">The whole.</param>
internal sealed record IndexSyntax(SyntaxNode Target, IReadOnlyList<object?> Indexes, bool ForEach, RuleType Type, TextSpan Span) : SyntaxNode(Span, Type);

/// <summary>A literal that an operator or a function takes.</summary>
internal abstract record LiteralSyntax(RuleValue Value, RuleType Type, TextSpan Span) : SyntaxNode(Span, Type);

/// <summary>A quoted or raw string, or hexadecimal bytes; after <c>matches</c> a pattern, as written.</summary>
internal sealed record StringSyntax(string Text, TextSpan Span) : LiteralSyntax(RuleValue.From(Text), RuleType.Text, Span);

/// <summary>A number, an address or a range of either, as written; a range has no value.</summary>
internal sealed record WordSyntax(string Text, RuleValue Value, RuleType Type, TextSpan Span) : LiteralSyntax(Value, Type, Span);

internal sealed record SetSyntax(IReadOnlyList<SyntaxNode> Elements, RuleType Type, TextSpan Span) : SyntaxNode(Span, Type);
