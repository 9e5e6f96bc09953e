using System.Text.RegularExpressions;

namespace NanoClaw.Architecture.Tests;

/// <summary>Nobody scrolls sideways: the formatter breaks what can be broken, and only a text may reach further.</summary>
public sealed partial class LineTests
{
    private const int Widest = 160;

    /// <summary>Of JSON and SQL, which have line ends where we want them.</summary>
    private const int WidestData = 190;

    /// <summary>Of a paragraph for people, which their terminal breaks.</summary>
    private const int WidestText = 600;

    private static readonly string[] Folders = ["src", "infra", "eng", "tests", "bench", "samples"];

    [Fact]
    public void A_line_is_no_wider_than_the_formatter_makes_it_unless_it_holds_a_text() =>
        Assert.Equal([], Folders.SelectMany(folder => RepositoryFiles.Find(folder, ".cs")).SelectMany(FindWide));

    private static IEnumerable<string> FindWide(string path)
    {
        var isInText = false;
        var number = 0;
        foreach (var line in RepositoryFiles.Read(path).ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            var quotes = line.Split("\"\"\"").Length - 1;
            if (line.Length > Widest && line.Length > WidestOf(line, isInText || quotes > 0))
            {
                yield return $"{path}:{number} has {line.Length} columns.";
            }

            isInText ^= quotes % 2 == 1;
        }
    }

    private static int WidestOf(string line, bool isInText) =>
        Data().IsMatch(line) ? WidestData
        : isInText || line.Contains('"', StringComparison.Ordinal) ? WidestText
        : Widest;

    /// <summary>A text that begins as a JSON object or an SQL statement does, on this line or on one before.</summary>
    [GeneratedRegex(
        """^\s*([^"]*"+\s*)?(\[?\{"|(INSERT|SELECT|UPDATE|DELETE|CREATE)\s)""",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        10_000
    )]
    private static partial Regex Data();
}
