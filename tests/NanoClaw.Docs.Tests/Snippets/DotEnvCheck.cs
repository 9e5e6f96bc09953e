using NanoClaw.Docs.Tests.Documents;

namespace NanoClaw.Docs.Tests.Snippets;

/// <summary>A line of a <c>.env</c> sets a key that somebody reads: a program of this repository names it.</summary>
internal sealed class DotEnvCheck : ISnippetCheck
{
    // Read by other programs that are started with such a file.
    private static readonly string[] Others = ["PULUMI_ACCESS_TOKEN", "PULUMI_CONFIG_PASSPHRASE"];

    private static readonly Lazy<string> Sources = new(() => string.Concat(Repository.Files("src", ".cs").Select(Repository.Read)));

    public Task<IReadOnlyList<string>> MistakesAsync(Fence fence) =>
        Task.FromResult<IReadOnlyList<string>>([
            .. fence
                .Lines.Where(line => !line.StartsWith('#'))
                .Select(line => line.Split('=', 2))
                .Where(pair => pair.Length != 2 || !IsRead(pair[0]))
                .Select(pair => $"'{pair[0]}' is no key that anything here reads"),
        ]);

    private static bool IsRead(string key) => Others.Contains(key) || Sources.Value.Contains($"\"{key}\"", StringComparison.Ordinal);
}
