using System.Text.RegularExpressions;
using NanoClaw.Docs.Tests.Documents;

namespace NanoClaw.Docs.Tests.Pages;

/// <summary>The files that a newcomer is sent to are there; of those that they shall make there is none, or all of them once somebody has.</summary>
public sealed partial class ContributingTests
{
    private static readonly Document Page = Document.Load("CONTRIBUTING.md");

    private static readonly string[] Headings = ["A channel", "A tool of the Worker", "A rule with its setting"];

    public static TheoryData<string> Walks => [.. Headings];

    [Theory]
    [MemberData(nameof(Walks))]
    public void What_is_changed_is_there_and_what_is_new_has_its_place(string walk) => Assert.Equal([], Wrong(Page.Rows(walk)));

    [Fact]
    public void A_file_that_has_moved_is_noticed() =>
        Assert.Equal(
            ["src/NanoClaw.Cli/Moved.cs", "src/NoSuchRoom/A.cs"],
            Wrong(Walk("`src/NanoClaw.Cli/Moved.cs`", "new `src/NanoClaw.Cli/A.cs`", "new `src/NoSuchRoom/A.cs`", "`NanoClaw.sln`"))
        );

    [Fact]
    public void A_walk_that_somebody_has_made_is_made_whole()
    {
        Assert.Equal(["src/NanoClaw.Cli/A.cs"], Wrong(Walk("new `README.md`", "new `src/NanoClaw.Cli/A.cs`")));
        Assert.Equal([], Wrong(Walk("new `README.md`", "new `CHANGELOG.md`")));
    }

    [Fact]
    public void A_stack_s_setting_is_named_at_all_places_that_the_walk_names()
    {
        // One of today's: where a walk would lead if it were made now.
        var files = Page.Rows("A rule with its setting")
            .Skip(1)
            .Select(row => Named().Match(row[0]).Groups["path"].Value)
            // They hold the rule's words, and not its key.
            .Where(file => file is not "CHANGELOG.md" and not "src/NanoClaw.Verification/Judging/EdgeRefusals.cs")
            .Order(StringComparer.Ordinal);

        var holding = Repository
            .Files("infra", ".cs")
            .Concat(Repository.Files("tests/NanoClaw.Infra.Tests", ".cs"))
            .Concat(["Pulumi.yaml", "docs/CLOUDFLARE_DEPLOYMENT.md"])
            // Names the key as a way out alone.
            .Where(file => file != "infra/Settings/Owning/CustomRulesRoom.cs")
            .Where(file => Repository.Read(file).Contains("RequireCredentialHeaders", StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal);
        Assert.Equal(holding, files);
    }

    /// <summary>
    /// Files of a walk that are not there. Those that are new need a room that is there, or is new itself; where one is made, all are.
    /// </summary>
    private static List<string> Wrong(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var files = rows.Skip(1).Select(row => Named().Match(row[0])).ToList();
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.True(file.Success));
        var isMade = files.Any(file => file.Groups["new"].Success && IsThere(file));
        return
        [
            .. files
                .Where(file => file.Groups["new"].Success && !isMade ? !HasPlace(file.Groups["path"].Value) : !IsThere(file))
                .Select(file => file.Groups["path"].Value),
        ];
    }

    private static bool IsThere(Match file) => Path.Exists(Repository.PathTo(file.Groups["path"].Value));

    private static IReadOnlyList<IReadOnlyList<string>> Walk(params string[] files) =>
        Document.Of("x.md", $"# A\n| file | |\n|---|---|\n{string.Join('\n', files.Select(file => $"| {file} | |"))}").Rows("A");

    // A project's folder may be new; what it stands in is not.
    private static bool HasPlace(string path) =>
        Path.Exists(Repository.PathTo(Path.GetDirectoryName(path)!))
        || path.StartsWith("src/NanoClaw.Channels.", StringComparison.Ordinal)
        || path.StartsWith("tests/NanoClaw.Channels.", StringComparison.Ordinal);

    [GeneratedRegex("^(?<new>new )?`(?<path>[^`]+)`$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Named();
}
