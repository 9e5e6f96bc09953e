namespace NanoClaw.Edge.Language.Syntax;

/// <summary>What a parser makes of a text that it takes: the tree, and what it uses.</summary>
internal sealed record ParsedExpression(SyntaxNode Root, IReadOnlySet<string> Fields, IReadOnlySet<string> Functions, bool UsesRegex);
