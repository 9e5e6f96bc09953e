namespace NanoClaw.Edge.Language.Syntax;

/// <summary>In the order of their precedence, the loosest first: <c>not</c> binds tighter than all of them.</summary>
internal enum LogicalOperator
{
    Or,
    Xor,
    And,
}
