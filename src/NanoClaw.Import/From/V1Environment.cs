using System.Text.RegularExpressions;

namespace NanoClaw.Import.From;

/// <summary>The keys of v1's <c>.env</c>: of their values only the assistant's name, which is no secret, is ever looked at.</summary>
public sealed partial record V1Environment
{
    /// <summary>The assistant's name; the same key here.</summary>
    internal const string NameKey = "ASSISTANT_NAME";

    private static readonly string[] Models = ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_BASE_URL", "CLAUDE_CODE_OAUTH_TOKEN"];

    public string? AssistantName { get; private init; }

    /// <summary>Keys that mean the same here.</summary>
    public IReadOnlyList<string> Same { get; private init; } = [];

    /// <summary>Keys of the model, which the stack's configuration holds here.</summary>
    public IReadOnlyList<string> Model { get; private init; } = [];

    /// <summary>Keys that nothing here reads.</summary>
    public IReadOnlyList<string> Unused { get; private init; } = [];

    /// <summary>Reads the file by v1's own, lenient rules; where there is none, there are no keys.</summary>
    internal static V1Environment Read(string path, IReadOnlySet<string> known)
    {
        if (!File.Exists(path))
        {
            return new V1Environment();
        }

        var lines = File.ReadLines(path).Select(line => Line().Match(line)).Where(match => match.Success).ToList();
        var names = lines.Select(match => match.Groups["key"].Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return new V1Environment
        {
            AssistantName = lines.LastOrDefault(match => match.Groups["key"].Value == NameKey)?.Groups["value"].Value.Trim().Trim('"', '\'')
                is { Length: > 0 } name
                ? name
                : null,
            Same = [.. names.Where(known.Contains)],
            Model = [.. names.Where(name => Models.Contains(name, StringComparer.Ordinal))],
            Unused = [.. names.Where(name => !known.Contains(name) && !Models.Contains(name, StringComparer.Ordinal))],
        };
    }

    [GeneratedRegex(@"^\s*(export\s+)?(?<key>[A-Za-z_][A-Za-z0-9_]*)\s*=(?<value>.*)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Line();
}
