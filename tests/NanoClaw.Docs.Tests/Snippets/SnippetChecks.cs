using NanoClaw.Docs.Tests.Documents;

namespace NanoClaw.Docs.Tests.Snippets;

/// <summary>The languages that documents may use, each with its check. One that is not here has to be given one first.</summary>
internal static class SnippetChecks
{
    private static readonly Dictionary<string, ISnippetCheck> ByLanguage = new(StringComparer.Ordinal)
    {
        ["csharp"] = new CSharpCheck(),
        ["sh"] = new ShellCheck(),
        ["yaml"] = new YamlCheck(),
        ["json"] = new JsonCheck(),
        ["xml"] = new XmlCheck(),
        ["dotenv"] = new DotEnvCheck(),
        ["text"] = new TextCheck(),
    };

    public static async Task<IReadOnlyList<string>> MistakesAsync(Fence fence)
    {
        if (!ByLanguage.TryGetValue(fence.Language, out var check))
        {
            return
            [
                $"{fence.Place}: '{fence.Language}' is none of {string.Join(", ", ByLanguage.Keys)}; a picture or an output is text, and a new language needs a check in {nameof(SnippetChecks)}",
            ];
        }

        return [.. (await check.MistakesAsync(fence)).Select(mistake => $"{fence.Place}: {mistake}")];
    }
}
