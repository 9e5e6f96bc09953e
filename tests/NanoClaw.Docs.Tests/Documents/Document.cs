using System.Text.RegularExpressions;

namespace NanoClaw.Docs.Tests.Documents;

/// <summary>A Markdown file, taken apart as far as the tests look at it.</summary>
internal sealed partial class Document
{
    private Document(string path, string text)
    {
        (Path, Text) = (path, text);
        var prose = new List<string>();
        var fences = new List<Fence>();
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (FenceLine().Match(lines[i]) is not { Success: true } start)
            {
                prose.Add(lines[i]);
                continue;
            }

            var (first, indent, ticks) = (i, start.Groups["indent"].Length, start.Groups["ticks"].Value);
            var body = new List<string>();
            while (++i < lines.Length && lines[i].Trim() != ticks)
            {
                body.Add(lines[i].Length >= indent ? lines[i][indent..] : lines[i].TrimStart());
            }

            prose.Add("");
            var words = start.Groups["words"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            fences.Add(new Fence(path, first + 1, words.FirstOrDefault(""), string.Join(' ', words.Skip(1)), string.Join('\n', body) + "\n"));
        }

        (Fences, Prose) = (fences, string.Join('\n', prose));
    }

    /// <summary>From the root, with slashes.</summary>
    public string Path { get; }

    public string Text { get; }

    /// <summary>All but the fenced blocks.</summary>
    public string Prose { get; }

    public IReadOnlyList<Fence> Fences { get; }

    /// <summary>Every document that there is.</summary>
    public static IReadOnlyList<Document> All { get; } = [.. Repository.Files(".", ".md").Select(Load)];

    public static Document Of(string path, string text) => new(path, text.ReplaceLineEndings("\n"));

    public static Document Load(string path) => new(path, Repository.Read(path));

    /// <summary>Where its links and pictures lead.</summary>
    public IEnumerable<string> Links => Link().Matches(CodeSpan().Replace(Prose, "``")).Select(link => link.Groups["target"].Value);

    /// <summary>What stands between backticks in its prose.</summary>
    public IEnumerable<string> CodeSpans => CodeSpan().Matches(Prose).Select(span => span.Groups["code"].Value.Trim());

    /// <summary>The names by which GitHub lets its headings be linked.</summary>
    public IReadOnlySet<string> Anchors
    {
        get
        {
            var anchors = new HashSet<string>(StringComparer.Ordinal);
            foreach (var heading in Headings)
            {
                var slug = string.Concat(
                    Markup()
                        .Replace(heading, "${text}")
                        .ToLowerInvariant()
                        .Select(c => c == ' ' ? '-' : c)
                        .Where(c => char.IsLetterOrDigit(c) || c is '-' or '_')
                );
                var anchor = slug;
                for (var i = 1; !anchors.Add(anchor); i++)
                {
                    anchor = $"{slug}-{i}";
                }
            }

            return anchors;
        }
    }

    public IEnumerable<string> Headings => Heading().Matches(Prose).Select(heading => heading.Groups["text"].Value.Trim());

    /// <summary>The rows of the tables below a heading, each a list of cells; the line under the head is left out.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows(string heading)
    {
        var lines = Prose
            .Split('\n')
            .SkipWhile(line => Heading().Match(line) is not { Success: true } found || found.Groups["text"].Value.Trim() != heading)
            .Skip(1)
            .TakeWhile(line => !Heading().IsMatch(line));
        return
        [
            .. lines.Where(line => line.StartsWith('|')).Select(Cells).Where(cells => !cells.All(cell => cell.All(c => c is '-' or ':') && cell.Length > 0)),
        ];
    }

    private static IReadOnlyList<string> Cells(string line) =>
        [.. CellEnd().Split(line.Trim().Trim('|')).Select(cell => cell.Replace(@"\|", "|", StringComparison.Ordinal).Trim())];

    [GeneratedRegex("^(?<indent> *)(?<ticks>`{3,})(?<words>[^`]*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FenceLine();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex("(?<ticks>`+)(?<code>[^\n]+?)\\k<ticks>(?!`)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CodeSpan();

    [GeneratedRegex("^#{1,6} (?<text>.*)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\[(?<text>[^\]]*)\]\([^)]*\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Markup();

    [GeneratedRegex(@"(?<!\\)\|", RegexOptions.None, 1000)]
    private static partial Regex CellEnd();
}
