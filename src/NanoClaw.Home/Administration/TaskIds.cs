using System.Security.Cryptography;
using NanoClaw.Store;

namespace NanoClaw.Home.Administration;

/// <summary>Tasks by id, as people type them.</summary>
public static class TaskIds
{
    /// <summary>Letters and digits that are not mistaken for one another.</summary>
    private const string Characters = "23456789abcdefghjkmnpqrstuvwxyz";

    public static string New() => ShortTaskIds.Prefix + RandomNumberGenerator.GetString(Characters, 8);

    /// <exception cref="CliException">None is called so, or more than one is.</exception>
    public static async Task<ScheduledTask> FindAsync(IStore store, string typed, CancellationToken cancellationToken)
    {
        var tasks = await store.Tasks.ListAsync(cancellationToken: cancellationToken);
        var ids = new ShortTaskIds(tasks);
        return ids.Meant(typed) switch
        {
            [var only] => tasks.First(task => task.Id == only),
            [] => throw new CliException($"There is no task {typed}. 'nanoclaw tasks list --all' shows them all.", ExitCode.NotFound),
            var found => throw new CliException(
                $"{typed} may be {found.Count} tasks: {string.Join(", ", found.Take(5).Select(ids.Of))}. Type more of it.",
                ExitCode.Usage
            ),
        };
    }

    /// <summary>The short ids of all stored tasks.</summary>
    public static async Task<ShortTaskIds> ReadAsync(IStore store, CancellationToken cancellationToken) =>
        new(await store.Tasks.ListAsync(cancellationToken: cancellationToken));

    /// <summary>The short id of one of them.</summary>
    public static async Task<string> ShortOfAsync(IStore store, string id, CancellationToken cancellationToken) =>
        (await ReadAsync(store, cancellationToken)).Of(id);
}
