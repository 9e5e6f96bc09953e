namespace NanoClaw.Edge.Language.Patterns;

/// <summary>What a place between two bytes can be asked for.</summary>
internal enum Place
{
    TextStart,
    TextEnd,
    LineStart,
    LineEnd,

    /// <summary>A line's start or end with <c>(?R)</c>, where a carriage return ends a line too, and the pair ends one.</summary>
    CrlfLineStart,
    CrlfLineEnd,
    WordBoundary,
    NoWordBoundary,
    WordStart,
    WordEnd,
    WordStartHalf,
    WordEndHalf,
}
