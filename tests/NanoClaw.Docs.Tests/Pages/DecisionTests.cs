using System.Text.RegularExpressions;
using NanoClaw.Docs.Tests.Documents;

namespace NanoClaw.Docs.Tests.Pages;

/// <summary>The records of decisions have one form, one number each, and a line in their list.</summary>
public sealed partial class DecisionTests
{
    private const string Folder = "docs/decisions";

    public static TheoryData<string> Records => [.. RecordFiles()];

    [Fact]
    public void They_are_numbered_from_1_on_without_a_gap() =>
        Assert.Equal(Enumerable.Range(1, RecordFiles().Count), RecordFiles().Select(file => int.Parse(Path.GetFileName(file)[..4])));

    [Theory]
    [MemberData(nameof(Records))]
    public void Each_says_what_it_answers_to_what_was_decided_what_was_weighed_and_what_follows(string file)
    {
        var record = Document.Load(file);
        var (title, sections) = (record.Headings.First(), record.Headings.Skip(1));

        Assert.StartsWith($"{Path.GetFileName(file)[..4]}. ", title, StringComparison.Ordinal);
        Assert.Equal(["Context", "Decision", "Weighed", "Consequences"], sections);
        Assert.All(Empty().Matches(record.Text + "\n#"), match => Assert.Fail($"{file}: nothing under {match.Value.Trim()}"));
        // A page.
        Assert.InRange(record.Text.Split('\n').Length, 15, 60);
    }

    [Fact]
    public void The_list_has_each_of_them() => Assert.Equal(RecordFiles().Select(file => Path.GetFileName(file)), Document.Load($"{Folder}/README.md").Links);

    private static List<string> RecordFiles() => [.. Repository.Files(Folder, ".md").Where(file => char.IsAsciiDigit(Path.GetFileName(file)[0]))];

    [GeneratedRegex("^## .*\n+(?=#)", RegexOptions.Multiline, 1000)]
    private static partial Regex Empty();
}
