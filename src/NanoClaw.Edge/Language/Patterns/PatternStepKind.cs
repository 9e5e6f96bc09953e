namespace NanoClaw.Edge.Language.Patterns;

internal enum PatternStepKind
{
    /// <summary>The pattern has matched.</summary>
    Match,

    /// <summary>Takes one byte of a set.</summary>
    Byte,

    /// <summary>Goes on where the place is as asked.</summary>
    Place,

    /// <summary>Goes on in two ways.</summary>
    Split,
}
