namespace NanoClaw.Edge.Language.Patterns;

/// <summary>What a backslash and what follows it mean: a place, a set of bytes, or a literal of one or more.</summary>
internal sealed record PatternEscape
{
    public Place? Place { get; init; }

    public ByteSet? Set { get; init; }

    public byte[] Bytes { get; init; } = [];
}
