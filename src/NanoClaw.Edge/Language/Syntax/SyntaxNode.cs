namespace NanoClaw.Edge.Language.Syntax;

/// <summary>What was written, before anything is known about types.</summary>
internal abstract record SyntaxNode(TextSpan Span);

internal sealed record LogicalSyntax(LogicalOperator Operator, IReadOnlyList<SyntaxNode> Operands, TextSpan Span) : SyntaxNode(Span);

internal sealed record NotSyntax(SyntaxNode Operand, TextSpan Span) : SyntaxNode(Span);

internal sealed record ComparisonSyntax(SyntaxNode Left, ComparisonOperator Operator, TextSpan OperatorSpan, SyntaxNode Right, TextSpan Span)
    : SyntaxNode(Span);

internal sealed record FieldSyntax(string Name, TextSpan Span) : SyntaxNode(Span);

internal sealed record CallSyntax(string Name, TextSpan NameSpan, IReadOnlyList<SyntaxNode> Arguments, TextSpan Span) : SyntaxNode(Span);

/// <summary><c>target[index]</c>.</summary>
/// <param name="Target">A field, a call, or another index.</param>
/// <param name="Index">A long, a string, or null for <c>[*]</c>.</param>
/// <param name="Span">The whole.</param>
internal sealed record IndexSyntax(SyntaxNode Target, object? Index, TextSpan Span) : SyntaxNode(Span);

/// <summary>A quoted or raw string: bytes, or a pattern as written where it follows <c>matches</c>.</summary>
internal sealed record StringSyntax(string Value, TextSpan Span) : SyntaxNode(Span);

/// <summary>A number, an address or a range, as written.</summary>
internal sealed record WordSyntax(string Text, TextSpan Span) : SyntaxNode(Span);

internal sealed record SetSyntax(IReadOnlyList<SyntaxNode> Elements, TextSpan Span) : SyntaxNode(Span);

internal sealed record ListSyntax(string Name, TextSpan Span) : SyntaxNode(Span);
