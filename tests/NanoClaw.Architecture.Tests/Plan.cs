namespace NanoClaw.Architecture.Tests;

/// <summary>The picture of <c>docs/ARCHITECTURE.md</c>, which is the table of what is allowed.</summary>
internal static class Plan
{
    private static readonly IReadOnlyList<string> Lines = RepositoryFiles.Read("docs/ARCHITECTURE.md").ReplaceLineEndings("\n").Split('\n');

    /// <summary>The projects, each with those it refers to.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Projects { get; } =
        Block("projects")
            .ToDictionary(
                entry => entry.Name,
                entry => (IReadOnlyList<string>)entry.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                StringComparer.Ordinal
            );

    /// <summary>The folders of each project from above to below: those of one floor do not lean on each other.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyList<string>>> Floors { get; } =
        Block("folders")
            .ToDictionary(
                entry => entry.Name,
                entry =>
                    (IReadOnlyList<IReadOnlyList<string>>)
                        [.. entry.Text.Split('>').Select(floor => (IReadOnlyList<string>)floor.Split(' ', StringSplitOptions.RemoveEmptyEntries))],
                StringComparer.Ordinal
            );

    /// <summary>What leans upwards all the same.</summary>
    public static IReadOnlyList<Upward> Upwards { get; } =
    [
        .. Lines
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells is ["", _, _, _, ""] && cells[2].Contains('→', StringComparison.Ordinal))
            .Select(cells => new Upward(cells[1].Trim('`'), cells[2].Split('→')[0].Trim(' ', '`'), cells[2].Split('→')[1].Trim(' ', '`'), cells[3])),
    ];

    /// <summary>The entries of a block; a line that is indented goes on with the entry above.</summary>
    private static List<(string Name, string Text)> Block(string name)
    {
        var entries = new List<(string Name, string Text)>();
        foreach (var line in Lines.SkipWhile(line => line != $"```text {name}").Skip(1).TakeWhile(line => line != "```"))
        {
            var trimmed = line.Trim();
            if (line.StartsWith(' '))
            {
                entries[^1] = (entries[^1].Name, $"{entries[^1].Text} {trimmed}");
            }
            else
            {
                var end = trimmed.IndexOf(' ', StringComparison.Ordinal);
                entries.Add(end < 0 ? (trimmed, "") : (trimmed[..end], trimmed[end..].Trim()));
            }
        }

        return entries;
    }
}

/// <summary>A folder that leans on one above it, and why that stays.</summary>
internal sealed record Upward(string Project, string From, string To, string Reason);
