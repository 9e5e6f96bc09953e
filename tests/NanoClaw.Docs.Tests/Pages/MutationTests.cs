using System.Globalization;
using System.Text.Json;
using NanoClaw.Docs.Tests.Documents;
using YamlDotNet.RepresentationModel;

namespace NanoClaw.Docs.Tests.Pages;

/// <summary>The rooms whose code is changed under their tests: each names what is there, has its place in the nightly workflow and its line.</summary>
public sealed class MutationTests
{
    private const string Page = "eng/mutation/README.md";

    /// <summary>Its rooms are files and tests of its own folder.</summary>
    private const string Worker = "moltworker";

    [Theory]
    [MemberData(nameof(Names))]
    public void A_room_names_code_and_tests_that_are_there(string name)
    {
        var room = Rooms()[name];
        if (room.Project == Worker)
        {
            var files = Repository.Files($"src/{Worker}/src", ".ts");
            Assert.All(room.Mutate, file => Assert.Contains($"src/{Worker}/{file}", files));
            Assert.All(
                room.Classes,
                test =>
                    Assert.Contains(
                        files,
                        file => file.StartsWith($"src/{Worker}/{test}", StringComparison.Ordinal) && file.EndsWith(".test.ts", StringComparison.Ordinal)
                    )
            );
            return;
        }

        var tests = Repository.Files($"tests/{room.Tests}", ".cs");

        Assert.All(room.Mutate, glob => Assert.NotEmpty(FilesOf(room.Project, glob)));
        Assert.All(room.Classes, test => Assert.Contains(tests, file => file.EndsWith($"/{test}.cs", StringComparison.Ordinal)));
        Assert.True(File.Exists(Repository.PathTo($"tests/{room.Tests}/{room.Tests}.csproj")));
    }

    [Fact]
    public void Each_room_is_a_job_of_the_nightly_workflow()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Repository.Read(".github/workflows/nightly.yml")));
        var rooms = (YamlSequenceNode)yaml.Documents[0].RootNode["jobs"]["mutation"]["strategy"]["matrix"]["room"];

        Assert.Equal(Rooms().Keys, rooms.Select(room => room.ToString()));
    }

    [Fact]
    public void Each_room_has_its_line_among_what_was_measured_and_is_not_below_its_bound()
    {
        var rows = Document
            .Load(Page)
            .Text.Split('\n')
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| room", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .ToList();

        Assert.Equal(Rooms().Select(room => (room.Key, $"{room.Value.AtLeast}")), rows.Select(row => (row[0], row[^1])));
        Assert.All(rows, row => Assert.True(Number(row[^2]) >= Number(row[^1]), row[0]));
    }

    public static TheoryData<string> Names() => [.. Rooms().Keys];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static IEnumerable<string> FilesOf(string project, string glob) =>
        Repository
            .Files($"src/{project}", ".cs")
            .Where(file =>
                glob.EndsWith("/*.cs", StringComparison.Ordinal)
                    ? Path.GetDirectoryName(file) == Path.Combine("src", project, glob[..^"/*.cs".Length])
                    : file == $"src/{project}/{glob}"
            );

    private static Dictionary<string, Room> Rooms() =>
        JsonSerializer.Deserialize<Dictionary<string, Room>>(Repository.Read("eng/mutation/rooms.json"), JsonSerializerOptions.Web)!;

    private sealed record Room(string Tests, string Project, IReadOnlyList<string> Mutate, IReadOnlyList<string> Classes, int AtLeast);
}
