namespace NanoClaw.Edge.Language.Syntax;

internal enum ComparisonOperator
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Contains,
    Wildcard,
    StrictWildcard,
    Matches,
    In,
}
