using NanoClaw.Docs.Tests.Documents;
using NanoClaw.Home.Channels;

namespace NanoClaw.Docs.Tests.Pages;

/// <summary>What whoever adds a channel, or any project, has to write elsewhere: a test says what is missing.</summary>
public sealed class ChannelPlaceTests
{
    private const string Prefix = "NanoClaw.Channels.";

    /// <summary>The build restores it before it knows which packages there are.</summary>
    private const string Probe = "eng/FeedProbe/FeedProbe.csproj";

    public static TheoryData<string> Channels =>
        [.. Repository.Files("src", ".csproj").Select(Path.GetFileNameWithoutExtension).Where(IsChannel).Select(name => name![Prefix.Length..])];

    /// <summary>The places are those of the first walk in CONTRIBUTING.md.</summary>
    [Theory]
    [MemberData(nameof(Channels))]
    public void A_channel_has_its_place_wherever_one_looks_for_it(string name)
    {
        var folder = $"src/{Prefix}{name}";
        (string Place, bool IsThere)[] places =
        [
            ("an entry in AssistantChannels", AssistantChannels.Names.Contains(name.ToLowerInvariant())),
            ("tests of its own", Repository.Files("tests", ".csproj").Contains($"tests/{Prefix}{name}.Tests/{Prefix}{name}.Tests.csproj")),
            ("a section of docs/CHANNELS.md", Document.Load("docs/CHANNELS.md").Text.Contains($"\n## {name}\n", StringComparison.Ordinal)),
            ("its name in the table of docs/ARCHITECTURE.md", IsLinked("docs/ARCHITECTURE.md", $"../{folder}")),
            ("its name in the table of README.md", IsLinked("README.md", folder)),
        ];

        Assert.Equal([], places.Where(place => !place.IsThere).Select(place => $"{name} lacks {place.Place}"));
    }

    [Fact]
    public void Every_project_is_part_of_the_solution()
    {
        var solution = Repository.Read("NanoClaw.sln");

        Assert.Equal(
            [],
            new[] { "src", "infra", "tests", "bench", "samples", "eng" }
                .SelectMany(folder => Repository.Files(folder, ".csproj"))
                .Where(project => project != Probe && !solution.Contains($"\"{project.Replace('/', '\\')}\"", StringComparison.Ordinal))
        );
    }

    private static bool IsChannel(string? project) => project?.StartsWith(Prefix, StringComparison.Ordinal) == true;

    private static bool IsLinked(string page, string target) => Repository.Read(page).Contains($"]({target})", StringComparison.Ordinal);
}
