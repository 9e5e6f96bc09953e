using System.Security.Cryptography;
using NanoClaw.Store;

namespace NanoClaw.Home.Administration;

/// <summary>Tasks by id, as people type them: any beginning that no other has, with or without <c>task-</c>.</summary>
public static class TaskIds
{
    private const string Prefix = "task-";
    private const int ShortestShown = 8;

    /// <summary>Letters and digits that are not mistaken for one another.</summary>
    private const string Characters = "23456789abcdefghjkmnpqrstuvwxyz";

    public static string New() => Prefix + RandomNumberGenerator.GetString(Characters, 8);

    /// <exception cref="CliException">None begins so, or more than one does.</exception>
    public static async Task<ScheduledTask> FindAsync(IStore store, string typed, CancellationToken cancellationToken)
    {
        var tasks = await store.Tasks.ListAsync(cancellationToken: cancellationToken);
        if (tasks.FirstOrDefault(task => task.Id == typed) is { } exact)
        {
            return exact;
        }

        var found = typed.Length == 0 ? [] : tasks.Where(task => BeginsWith(task.Id, typed)).ToList();
        return found switch
        {
            [var only] => only,
            [] => throw new CliException($"There is no task {typed}. 'nanoclaw tasks list --all' shows them all.", ExitCode.NotFound),
            _ => throw new CliException(
                $"{typed} is the beginning of {found.Count} tasks: {string.Join(", ", found.Take(5).Select(task => Shortened(tasks)[task.Id]))}. Type more of it.",
                ExitCode.Usage
            ),
        };
    }

    /// <summary>The same of one of the stored tasks; an id that is not stored stays whole.</summary>
    public static async Task<string> ShortOfAsync(IStore store, string id, CancellationToken cancellationToken) =>
        Shortened(await store.Tasks.ListAsync(cancellationToken: cancellationToken)).GetValueOrDefault(id, id);

    /// <summary>What of an id is enough to tell it from the others, by id.</summary>
    public static IReadOnlyDictionary<string, string> Shortened(IEnumerable<ScheduledTask> tasks)
    {
        var sorted = tasks.Select(task => task.Id).Order(StringComparer.Ordinal).ToList();
        var shortened = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var index = 0; index < sorted.Count; index++)
        {
            var id = sorted[index];
            var same = Math.Max(
                index > 0 ? id.AsSpan().CommonPrefixLength(sorted[index - 1]) : 0,
                index + 1 < sorted.Count ? id.AsSpan().CommonPrefixLength(sorted[index + 1]) : 0
            );
            var length = Math.Max(same + 1, ShortestShown + (id.StartsWith(Prefix, StringComparison.Ordinal) ? Prefix.Length : 0));
            shortened[id] = length < id.Length ? id[..length] : id;
        }

        return shortened;
    }

    private static bool BeginsWith(string id, string typed) =>
        id.StartsWith(typed, StringComparison.Ordinal)
        || (id.StartsWith(Prefix, StringComparison.Ordinal) && id.AsSpan(Prefix.Length).StartsWith(typed, StringComparison.Ordinal));
}
