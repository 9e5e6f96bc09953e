namespace NanoClaw.Edge.Language.Patterns;

/// <summary>Answers what a place is by the bytes beside it; -1 is none, at either end of the text.</summary>
internal static class Places
{
    public static bool Is(Place place, int before, int after) =>
        place switch
        {
            Place.TextStart => before < 0,
            Place.TextEnd => after < 0,
            Place.LineStart => before is -1 or '\n',
            Place.LineEnd => after is -1 or '\n',
            Place.CrlfLineStart => before is -1 or '\n' || (before == '\r' && after != '\n'),
            Place.CrlfLineEnd => after is -1 or '\r' || (after == '\n' && before != '\r'),
            Place.WordBoundary => IsWord(before) != IsWord(after),
            Place.NoWordBoundary => IsWord(before) == IsWord(after),
            Place.WordStart => !IsWord(before) && IsWord(after),
            Place.WordEnd => IsWord(before) && !IsWord(after),
            Place.WordStartHalf => !IsWord(before),
            _ => !IsWord(after),
        };

    private static bool IsWord(int value) => value >= 0 && ByteClasses.Word.Contains(value);
}
