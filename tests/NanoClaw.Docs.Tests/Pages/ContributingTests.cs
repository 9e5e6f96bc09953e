using System.Text.RegularExpressions;
using NanoClaw.Docs.Tests.Documents;

namespace NanoClaw.Docs.Tests.Pages;

/// <summary>The files that a newcomer is sent to are there, and those that they shall make are not.</summary>
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
            ["src/NanoClaw.Cli/Moved.cs", "README.md", "src/NoSuchRoom/A.cs"],
            Wrong(
                Document
                    .Of(
                        "x.md",
                        "# A\n| file | |\n|---|---|\n| `src/NanoClaw.Cli/Moved.cs` | |\n| new `README.md` | |\n| new `src/NoSuchRoom/A.cs` | |\n| `NanoClaw.sln` | |"
                    )
                    .Rows("A")
            )
        );

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

    /// <summary>Files of a walk that are not there, or are there and should not be; a new one's room has to be there, or be new itself.</summary>
    private static List<string> Wrong(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var files = rows.Skip(1).Select(row => Named().Match(row[0])).ToList();
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.True(file.Success));
        return
        [
            .. files
                .Where(file => file.Groups["new"].Success ? !IsNew(file.Groups["path"].Value) : !Path.Exists(Repository.PathTo(file.Groups["path"].Value)))
                .Select(file => file.Groups["path"].Value),
        ];
    }

    // A project's folder may be new; what it stands in is not.
    private static bool IsNew(string path) =>
        !Path.Exists(Repository.PathTo(path))
        && (
            Path.Exists(Repository.PathTo(Path.GetDirectoryName(path)!))
            || path.StartsWith("src/NanoClaw.Channels.", StringComparison.Ordinal)
            || path.StartsWith("tests/NanoClaw.Channels.", StringComparison.Ordinal)
        );

    [GeneratedRegex("^(?<new>new )?`(?<path>[^`]+)`$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Named();
}
