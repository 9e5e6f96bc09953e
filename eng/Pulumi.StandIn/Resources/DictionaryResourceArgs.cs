using System.Collections.Immutable;

namespace Pulumi;

/// <summary>Arguments as a dictionary, of the provider's names.</summary>
public sealed class DictionaryResourceArgs(ImmutableDictionary<string, object?> dictionary) : ResourceArgs
{
    internal override ImmutableDictionary<string, object?> ToDictionary() => dictionary;
}
