namespace NanoClaw.Architecture.Tests;

/// <summary>Nobody scrolls sideways: the formatter breaks what can be broken, and only a text may reach further.</summary>
public sealed class LineTests
{
    private const int Widest = 160;

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
            if (line.Length > (isInText || quotes > 0 || line.Contains('"', StringComparison.Ordinal) ? WidestText : Widest))
            {
                yield return $"{path}:{number} has {line.Length} columns.";
            }

            isInText ^= quotes % 2 == 1;
        }
    }
}
