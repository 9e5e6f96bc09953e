namespace NanoClaw.Edge.Language.Patterns;

/// <summary>The flags in force at a place of a pattern: a group's end restores those of its start.</summary>
[Flags]
internal enum PatternFlags
{
    None = 0,

    /// <summary>i</summary>
    IgnoreCase = 1,

    /// <summary>m</summary>
    Lines = 2,

    /// <summary>s</summary>
    DotIsAll = 4,

    /// <summary>R</summary>
    Crlf = 8,

    /// <summary>x</summary>
    Spaced = 16,
}
