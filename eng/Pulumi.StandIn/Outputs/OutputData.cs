using System.Collections.Immutable;

namespace Pulumi;

/// <summary>What an output resolves to: its value and what must not be lost on the way through <c>Apply</c>.</summary>
internal readonly record struct OutputData<T>(ImmutableHashSet<Resource> Resources, T Value, bool IsKnown, bool IsSecret)
{
    public static OutputData<T> Known(T value, bool isSecret = false) => new([], value, IsKnown: true, isSecret);
}
