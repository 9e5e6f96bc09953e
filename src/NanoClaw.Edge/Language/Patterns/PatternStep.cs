namespace NanoClaw.Edge.Language.Patterns;

/// <summary>One step of a program.</summary>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
internal readonly record struct PatternStep(PatternStepKind Kind)
{
    public ByteSet? Set { get; init; }

    public Place Place { get; init; }

    public int Next { get; init; }

    /// <summary>Of a split: the other way.</summary>
    public int Other { get; init; }
}
