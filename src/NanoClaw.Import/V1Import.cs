using System.Globalization;
using NanoClaw.Host;
using NanoClaw.Host.Text;
using NanoClaw.Import.From;
using NanoClaw.Import.Staging;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.Import;

/// <summary>Takes an installation of v1 over, or tells what would come: both by the same steps, on a copy.</summary>
public sealed class V1Import(ImportSettings settings, V1Folder v1, IProgress<string> progress)
{
    private readonly List<string> _warnings = [];
    private readonly List<string> _stateFiles = [];

    /// <exception cref="ImportException">Something is in the way, or v1's data is damaged; nothing has changed.</exception>
    public async Task<ImportReport> RunAsync(bool dryRun, CancellationToken cancellationToken)
    {
        using var target = new ImportTarget(settings);
        List<string> obstacles = [.. target.FindObstacles(v1), .. await FindRunningAsync(cancellationToken)];
        if (obstacles.Count > 0 && !dryRun)
        {
            throw new ImportException(ImportFailure.Conflict, $"Nothing was imported:\n  {string.Join("\n  ", obstacles)}");
        }

        // A dry run leaves nothing behind, not even for a moment, where the assistant's own things are.
        var scratch = dryRun ? Directory.CreateTempSubdirectory("nanoclaw-import-") : null;
        try
        {
            if (!dryRun)
            {
                target.Create(withSessions: settings.KeepsSessions && Directory.Exists(v1.SessionsFolder));
            }

            var environment = V1Folder.Reading(() => V1Environment.Read(v1.EnvFile, settings.Keys));
            CheckName(environment);
            var database = await ImportDatabaseAsync(
                scratch is null ? target.Database : Path.Combine(scratch.FullName, settings.StoreFile),
                environment,
                cancellationToken
            );
            var report = CopyFolders(dryRun ? null : target, database, environment, obstacles, cancellationToken);
            if (!dryRun)
            {
                cancellationToken.ThrowIfCancellationRequested();
                target.Commit();
            }

            return report;
        }
        finally
        {
            scratch?.Delete(recursive: true);
        }
    }

    private async Task<DatabaseReport> ImportDatabaseAsync(string copy, V1Environment environment, CancellationToken cancellationToken)
    {
        if (v1.Database is { } source)
        {
            progress.Report($"Copying {source} ({Size.Text(new FileInfo(source).Length)})");
            V1Folder.Reading(() => File.OpenRead(source)).Dispose();
            DatabaseCopy.Make(source, copy, new Tenths(progress), cancellationToken);
        }

        progress.Report("Bringing the copy to this version");
        var state = V1Folder.Reading(() => V1State.Read(v1.StateFiles, settings.Time.GetUtcNow()));
        var staged = new StagedDatabase(copy, v1, state, environment.AssistantName ?? settings.Host.AssistantName, settings);
        var report = await staged.PrepareAsync(cancellationToken);
        OwnerOnly.CloseFile(copy);
        _stateFiles.AddRange(state.Files);
        _warnings.AddRange([.. state.Warnings, .. staged.Warnings]);
        return report;
    }

    private ImportReport CopyFolders(
        ImportTarget? target,
        DatabaseReport database,
        V1Environment environment,
        IReadOnlyList<string> obstacles,
        CancellationToken cancellationToken
    )
    {
        var leftOut = new List<LeftOut>();
        var folders = CopyChildren(v1.GroupsFolder, target?.Groups, isPrivate: false);
        foreach (var group in database.Groups.Where(group => group is { DroppedBecause: null, HasFolder: false }))
        {
            _ = target is null ? null : Directory.CreateDirectory(Path.Combine(target.Groups, group.Folder));
        }

        var credentials = CopyWhole(v1.AuthFolder, target?.Staging, isPrivate: true);
        var sessions = settings.KeepsSessions ? Sum("sessions", CopyChildren(v1.SessionsFolder, target?.Sessions, isPrivate: true)) : null;
        return new ImportReport
        {
            DryRun = target is null,
            From = v1.Root,
            StoreFolder = settings.StoreFolder,
            GroupsFolder = settings.Host.GroupsFolder,
            Database = database,
            Folders = folders,
            Credentials = credentials is { Files: > 0 } ? credentials : null,
            ContainerSessions = sessions,
            LeftOut = leftOut,
            StateFiles = _stateFiles,
            Settings = environment,
            Warnings = [.. _warnings, .. FindWarnings(database)],
            Obstacles = obstacles,
        };

        IReadOnlyList<FolderTally> CopyChildren(string source, string? to, bool isPrivate)
        {
            var copy = new FolderCopy(source) { Private = isPrivate };
            var tallies = new List<FolderTally>();
            foreach (var name in Names(source))
            {
                progress.Report($"{(to is null ? "Looking at" : "Copying")} {Path.Combine(Path.GetFileName(source), name)}");
                tallies.Add(copy.Copy(name, to, cancellationToken));
            }

            leftOut.AddRange(copy.LeftOut);
            return tallies;
        }

        FolderTally? CopyWhole(string source, string? to, bool isPrivate)
        {
            var copy = new FolderCopy(Path.GetDirectoryName(source)!) { Private = isPrivate };
            var tally = Directory.Exists(source) ? copy.Copy(Path.GetFileName(source), to, cancellationToken) : null;
            leftOut.AddRange(copy.LeftOut);
            return tally;
        }
    }

    private async Task<IEnumerable<string>> FindRunningAsync(CancellationToken cancellationToken)
    {
        var processes = v1.Database is { } database ? await new OpenFiles(settings.Ask).FindProcessesAsync(database, cancellationToken) : [];
        return processes.Count == 0
            ? []
            :
            [
                $"{v1.Database} is open in process {string.Join(", ", processes.Select(id => id.ToString(CultureInfo.InvariantCulture)))}: v1 seems to be running. "
                    + "Stop it first (systemctl --user stop nanoclaw, launchctl unload ~/Library/LaunchAgents/com.nanoclaw.plist, or Ctrl-C where it runs); what it would write from now on would be missing here.",
            ];
    }

    private void CheckName(V1Environment environment)
    {
        if (environment.AssistantName is { } name && name != settings.Host.AssistantName)
        {
            var shown = ShownText.Plain(name);
            _warnings.Add($"In v1 the assistant's name is {shown}, here {settings.Host.AssistantName}: put {V1Environment.NameKey}={shown} into .env.");
        }
    }

    private IEnumerable<string> FindWarnings(DatabaseReport database)
    {
        foreach (
            var channel in database
                .Groups.Where(group => group is { DroppedBecause: null, IsServed: false })
                .GroupBy(group => group.Channel ?? "an unknown channel", StringComparer.Ordinal)
        )
        {
            yield return $"There is no channel here for {ShownText.Plain(channel.Key)}: its groups ({channel.Count()}) are kept and not served.";
        }

        if (settings.Host.SenderAllowlistPath is { } allowlist && File.Exists(allowlist))
        {
            if (FindMistake(allowlist) is { } mistake)
            {
                yield return mistake;
            }
        }
    }

    private static string? FindMistake(string allowlist)
    {
        try
        {
            SenderAllowlist.Read(allowlist);
            return null;
        }
        catch (InvalidDataException exception)
        {
            return exception.Message;
        }
    }

    private static IEnumerable<string> Names(string folder) =>
        Directory.Exists(folder)
            ? V1Folder.Reading(() => Directory.GetFileSystemEntries(folder)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)
            : [];

    private static FolderTally Sum(string name, IReadOnlyList<FolderTally> tallies) =>
        new(name, tallies.Sum(tally => tally.Files), tallies.Sum(tally => tally.Bytes));

    /// <summary>Tells each tenth, once: of a small database only the end.</summary>
    private sealed class Tenths(IProgress<string> progress) : IProgress<double>
    {
        private int _told;

        public void Report(double value)
        {
            if ((int)(value * 10) > _told && value < 1)
            {
                _told = (int)(value * 10);
                progress.Report(string.Create(CultureInfo.InvariantCulture, $"{_told * 10} %"));
            }
        }
    }
}
