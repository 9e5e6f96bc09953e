namespace NanoClaw.Edge.Language.Patterns;

/// <summary>Where a pattern's steps stand between two bytes, and what each byte leads to, as far as it was met.</summary>
internal sealed class PatternState(int[] steps, int before)
{
    /// <summary>The index that stands for the text's end.</summary>
    public const int End = 256;

    public static PatternState Matched { get; } = new([], -1) { IsFinal = true, Matches = true };

    public static PatternState Failed { get; } = new([], -1) { IsFinal = true };

    public IReadOnlyList<int> Steps { get; } = steps;

    /// <summary>The byte before, or one of its kind; -1 at the start.</summary>
    public int Before { get; } = before;

    public PatternState?[] Next { get; } = new PatternState?[End + 1];

    public bool IsFinal { get; private init; }

    public bool Matches { get; private init; }
}
