using NanoClaw.Store;

namespace NanoClaw.Cli.Administration;

/// <summary>Runs by id, as people type them. Ids of one hour begin alike, so it is the end that counts: any that no other has.</summary>
internal static class RunIds
{
    private const int ShortestShown = 8;

    /// <summary>More than a person types an id for.</summary>
    private const int MostAlike = 1000;
    private const int MostNamed = 5;

    /// <exception cref="CliException">None ends so, or more than one does.</exception>
    public static async Task<AgentRun> FindAsync(IStore store, string typed, CancellationToken cancellationToken)
    {
        if (await store.Runs.FindAsync(typed, cancellationToken) is { } exact)
        {
            return exact;
        }

        var found = typed.Length == 0 ? [] : await store.Runs.FindByEndAsync(typed, MostNamed + 1, cancellationToken);
        return found switch
        {
            [var only] => only,
            [] => throw new CliException($"There is no run {typed}. 'nanoclaw runs' lists them.", ExitCode.NotFound),
            _ => throw new CliException(
                $"{typed} is the end of more than one run: {string.Join(", ", found.Take(MostNamed).Select(run => run.RunId))}. Type more of it.",
                ExitCode.Usage
            ),
        };
    }

    /// <summary>What of the end of an id is enough to tell it from all others, by id.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> ShortenedAsync(IStore store, IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        var shortened = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var id in ids.Distinct(StringComparer.Ordinal))
        {
            shortened[id] = id.Length <= ShortestShown ? id : id[^await LengthAsync(store, id, cancellationToken)..];
        }

        return shortened;
    }

    private static async Task<int> LengthAsync(IStore store, string id, CancellationToken cancellationToken)
    {
        var alike = await store.Runs.FindByEndAsync(id[^ShortestShown..], MostAlike, cancellationToken);
        var same = alike.Where(run => run.RunId != id).Select(run => SameEnd(run.RunId, id)).DefaultIfEmpty(0).Max();
        return Math.Min(id.Length, Math.Max(ShortestShown, same + 1));
    }

    private static int SameEnd(string one, string other)
    {
        var length = 0;
        while (length < one.Length && length < other.Length && one[^(length + 1)] == other[^(length + 1)])
        {
            length++;
        }

        return length;
    }
}
