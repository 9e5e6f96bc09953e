using NanoClaw.Agents;

namespace NanoClaw.Host.Runs;

/// <summary>The tools that a run used at the Worker, as it tells them.</summary>
internal static class UsedTools
{
    private const int MostTools = 32;
    private const int LongestName = 32;
    private const int MostUses = 100_000;

    /// <summary>Those that have the form of a tool's name: what a Worker of another kind makes up is not kept.</summary>
    public static IReadOnlyDictionary<string, int> Of(AgentUsage used) =>
        (used.Tools ?? new Dictionary<string, int>(StringComparer.Ordinal))
            .Where(tool => tool.Value > 0 && IsName(tool.Key))
            .OrderBy(tool => tool.Key, StringComparer.Ordinal)
            .Take(MostTools)
            .ToDictionary(tool => tool.Key, tool => Math.Min(tool.Value, MostUses), StringComparer.Ordinal);

    private static bool IsName(string text) =>
        text.Length is > 0 and <= LongestName && text.All(character => char.IsAsciiLetterLower(character) || character is '_');
}
