namespace NanoClaw.Edge.Language.Patterns;

/// <summary>A part of a pattern.</summary>
internal abstract record PatternNode;

internal sealed record EmptyPattern : PatternNode;

/// <summary>One byte of a set.</summary>
internal sealed record BytePattern(ByteSet Set) : PatternNode;

/// <summary>A place that has to be so, between two bytes.</summary>
internal sealed record PlacePattern(Place Place) : PatternNode;

internal sealed record SequencePattern(IReadOnlyList<PatternNode> Parts) : PatternNode;

internal sealed record AlternativePattern(IReadOnlyList<PatternNode> Choices) : PatternNode;

/// <summary>Repetition; which of its lengths is tried first does not matter to whether there is a match.</summary>
/// <param name="Part">What is repeated.</param>
/// <param name="Minimum">At least so often.</param>
/// <param name="Maximum">At most so often; null without an end.</param>
internal sealed record RepeatedPattern(PatternNode Part, int Minimum, int? Maximum) : PatternNode;
