namespace NanoClaw.Architecture.Tests;

/// <summary>The floors of one project, held against what its files lean on.</summary>
internal sealed class House(
    string name,
    IReadOnlyList<IReadOnlyList<string>> floors,
    IReadOnlySet<string> folders,
    IReadOnlySet<string> ground,
    IReadOnlyList<Leaning> leanings
)
{
    /// <summary>In a project of one namespace folders are chapters.</summary>
    private const string Any = "*";

    private readonly Dictionary<string, int> _floors = floors
        .SelectMany((floor, number) => floor.Select(room => (room, number)))
        .ToDictionary(entry => entry.room, entry => entry.number, StringComparer.Ordinal);

    private readonly List<Upward> _upwards = [.. Plan.Upwards.Where(upward => upward.Project == name)];

    /// <summary>Whether its folders are only chapters.</summary>
    private bool IsOfOnePiece => _upwards.Any(upward => upward.From == Any);

    /// <summary>Folders without a floor, and floors without a folder or a file.</summary>
    public IEnumerable<string> FindMisplaced() =>
        IsOfOnePiece
            ? []
            :
            [
                .. folders.Where(folder => !_floors.ContainsKey(folder)).Select(folder => $"{name}: the folder {folder} stands on no floor."),
                .. _floors
                    .Keys.Where(room => !folders.Contains(room) && !leanings.Any(leaning => leaning.From == room || leaning.To == room))
                    .Select(room => $"{name}: there is no {room}."),
            ];

    /// <summary>What leans on something that does not stand below it.</summary>
    public IEnumerable<string> FindUpward() =>
        IsOfOnePiece
            ? []
            : leanings
                .Where(leaning => !IsDownward(leaning) && !_upwards.Any(upward => upward.From == leaning.From && upward.To == leaning.To))
                .Select(leaning => $"{name}: {leaning.From} leans on {leaning.To}, which does not stand below it ({leaning.Example}).");

    /// <summary>Exceptions that nothing needs any more.</summary>
    public IEnumerable<string> FindIdle() =>
        _upwards
            .Where(upward => upward.From != Any && !leanings.Any(leaning => leaning.From == upward.From && leaning.To == upward.To && !IsDownward(leaning)))
            .Select(upward => $"{name}: {upward.From} does not lean on {upward.To} any more: take it off the list.");

    /// <summary>A file beside the folders has no floor unless it is named: what leans on no folder may be leaned on, the others may lean.</summary>
    private bool IsDownward(Leaning leaning) =>
        (_floors.TryGetValue(leaning.From, out var from), _floors.TryGetValue(leaning.To, out var to)) switch
        {
            (true, true) => from < to,
            (false, _) => true,
            (true, false) => ground.Contains(leaning.To),
        };
}
