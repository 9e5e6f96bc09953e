namespace NanoClaw.Edge.Language.Typing;

internal enum ArgumentKind
{
    Field,
    Literal,
    Either,
}
