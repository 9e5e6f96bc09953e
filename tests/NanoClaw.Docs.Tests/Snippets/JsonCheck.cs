using System.Text.Json;
using NanoClaw.Docs.Tests.Documents;

namespace NanoClaw.Docs.Tests.Snippets;

/// <summary>JSON is read as strictly as a program reads it.</summary>
internal sealed class JsonCheck : ISnippetCheck
{
    public Task<IReadOnlyList<string>> MistakesAsync(Fence fence)
    {
        try
        {
            using var read = JsonDocument.Parse(fence.Text);
            return Task.FromResult<IReadOnlyList<string>>([]);
        }
        catch (JsonException exception)
        {
            return Task.FromResult<IReadOnlyList<string>>([exception.Message]);
        }
    }
}
