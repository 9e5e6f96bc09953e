using System.ComponentModel.DataAnnotations;

namespace NanoClaw.Agents;

/// <summary>
/// A duration from so many to so many milliseconds. <see cref="RangeAttribute"/> for a <see cref="TimeSpan"/> needs
/// reflection that trimming breaks.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MillisecondsRangeAttribute(long minimum, long maximum) : ValidationAttribute
{
    public long Minimum { get; } = minimum;

    public long Maximum { get; } = maximum;

    public override bool IsValid(object? value) => value is TimeSpan duration && duration.TotalMilliseconds >= Minimum && duration.TotalMilliseconds <= Maximum;
}
