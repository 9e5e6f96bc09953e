using NanoClaw.Docs.Tests.Documents;

namespace NanoClaw.Docs.Tests.Snippets;

/// <summary>What becomes of a block of one language, so that no document shows what does not work.</summary>
internal interface ISnippetCheck
{
    /// <summary>What is wrong with the block; nothing where a reader may copy it.</summary>
    Task<IReadOnlyList<string>> MistakesAsync(Fence fence);
}
