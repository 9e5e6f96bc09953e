namespace NanoClaw.Architecture.Tests;

/// <summary>The picture in <c>docs/ARCHITECTURE.md</c> says who may lean on whom, and the code does as it says.</summary>
public sealed class ArchitectureTests
{
    private const string Worker = "moltworker";

    private static readonly IReadOnlyList<House> Houses =
    [
        .. RepositoryFiles
            .Find("src", ".csproj")
            .Concat(RepositoryFiles.Find("infra", ".csproj"))
            .Where(project => ProjectMap.NameOf(project) != "Moltworker")
            .Select(HouseOf),
        HouseOfWorker(),
    ];

    [Fact]
    public void Each_project_refers_to_what_the_picture_says_and_to_nothing_else() =>
        Assert.Equal(
            Plan.Projects.Select(project => $"{project.Key} ─▶ {string.Join(' ', project.Value.Order(StringComparer.Ordinal))}").Order(StringComparer.Ordinal),
            ProjectMap.Read().Select(project => $"{project.Key} ─▶ {string.Join(' ', project.Value)}").Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Every_folder_has_its_floor() => Assert.Equal([], Houses.SelectMany(house => house.FindMisplaced()));

    [Fact]
    public void What_leans_on_something_stands_above_it_so_that_nothing_goes_round() =>
        Assert.Equal([], Houses.SelectMany(house => house.FindUpward()).Order(StringComparer.Ordinal));

    [Fact]
    public void What_leans_upwards_all_the_same_says_why_and_is_still_needed()
    {
        Assert.All(Plan.Upwards, upward => Assert.False(string.IsNullOrWhiteSpace(upward.Reason)));
        Assert.Equal([], Houses.SelectMany(house => house.FindIdle()));
    }

    [Fact]
    public void Only_the_store_knows_of_its_database() =>
        Assert.All(
            RepositoryFiles
                .Find("src", ".cs")
                .Concat(RepositoryFiles.Find("src", ".csproj"))
                .Where(path => !path.StartsWith("src/NanoClaw.Store/", StringComparison.Ordinal)),
            path => Assert.DoesNotContain("Microsoft.Data.Sqlite", RepositoryFiles.Read(path), StringComparison.Ordinal)
        );

    private static House HouseOf(string project)
    {
        var map = FolderMap.Read(Path.GetDirectoryName(project)!);
        var name = ProjectMap.NameOf(project);
        return new House(name, Plan.Floors.GetValueOrDefault(name) ?? [], map.Folders, map.Ground, map.Leanings);
    }

    private static House HouseOfWorker()
    {
        var leanings = WorkerMap.Read();
        var folders = leanings.Select(leaning => leaning.From).Concat(leanings.Select(leaning => leaning.To)).ToHashSet(StringComparer.Ordinal);
        return new House(Worker, Plan.Floors[Worker], folders, new HashSet<string>(StringComparer.Ordinal), leanings);
    }
}
