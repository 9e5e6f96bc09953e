using NanoClaw.Home.Settings;
using NanoClaw.Host.Decisions;
using NanoClaw.Store;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.Cli.Commands.Rules;

/// <summary>Says, on the standard error, where rules or a question name a group that is not there: what is misspelt never fits.</summary>
internal static class StrayFolders
{
    public static async Task NoteAsync(CliContext context, string? envFile, RuleTable table, string? asked, CancellationToken cancellationToken)
    {
        if (await ListAsync(context, envFile, cancellationToken) is not { } folders)
        {
            return; // Nothing is known of the groups, so nothing is said of them.
        }

        IEnumerable<string> notes = table.FindStrayFolders(folders);
        if (asked is not null && asked is not RuleWords.Main && !folders.Contains(asked, StringComparer.Ordinal))
        {
            notes = notes.Append($"no group has the folder {asked}.");
        }

        foreach (var note in notes)
        {
            await context.Error.WriteLineAsync($"note: {TerminalText.Safe(note)}");
        }
    }

    /// <returns>Null where there is no store, or none that can be looked into; 'nanoclaw doctor' says why.</returns>
    private static async Task<IReadOnlyList<string>?> ListAsync(CliContext context, string? envFile, CancellationToken cancellationToken)
    {
        try
        {
            var path = AssistantSettings.Read(context, envFile).StorePath;
            if (!File.Exists(path))
            {
                return null;
            }

            await using var store = SqliteStore.Open(
                new StoreOptions
                {
                    Path = path,
                    ReadOnly = true,
                    Exclusive = false,
                    BusyTimeout = TimeSpan.FromSeconds(2),
                }
            );
            return [.. (await store.Groups.ListAsync(cancellationToken)).Select(group => group.Folder)];
        }
        catch (Exception exception) when (exception is StoreException or CliException)
        {
            return null;
        }
    }
}
