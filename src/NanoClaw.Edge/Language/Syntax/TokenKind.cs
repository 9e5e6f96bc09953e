namespace NanoClaw.Edge.Language.Syntax;

internal enum TokenKind
{
    /// <summary>A field's, function's or operator's name.</summary>
    Identifier,

    /// <summary>A number, an address, or a range of either: which of them is decided by the type it is compared with.</summary>
    Word,
    QuotedString,
    RawString,

    /// <summary>The name of a list, without its dollar sign.</summary>
    List,

    /// <summary>An operator or a bracket.</summary>
    Symbol,
    End,
}
