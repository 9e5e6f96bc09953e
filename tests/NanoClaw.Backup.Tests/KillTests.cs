using System.Globalization;
using NanoClaw.Backup.Restoring;
using NanoClaw.Backup.Snapshots;
using NanoClaw.Backup.Tests.Support;

namespace NanoClaw.Backup.Tests;

/// <summary>A process that dies at each of its steps in turn: no half backup calls itself whole, no half restore stays.</summary>
public sealed class KillTests : IDisposable
{
    private readonly Home _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_backup_killed_at_any_step_leaves_only_whole_ones_and_the_next_one_succeeds()
    {
        await _home.LiveAsync("first");
        await _home.BackUpAsync();
        var step = 1;
        for (var isDone = false; !isDone; step++)
        {
            await _home.LiveAsync(string.Create(CultureInfo.InvariantCulture, $"life{step}"), messages: 3);
            using (var victim = new OtherProgram("BackupVictim", "backup", _home.Root, _home.Backups, step.ToString(CultureInfo.InvariantCulture)))
            {
                isDone = await victim.WaitAsync(Home.Token);
            }

            var report = await _home.VerifyAsync();
            Assert.NotEmpty(report.Snapshots);
            Assert.True(report.IsWhole, string.Join('\n', report.Snapshots.Select(snapshot => snapshot.Fault)));
        }

        Assert.True(step > 10, $"It had {step} steps: too few to be a test.");

        // The last one came to its end, and with it the pruning that the killed ones began.
        Assert.Single((await _home.VerifyAsync()).Snapshots);
        var needed = await NeededPiecesAsync();
        Assert.Equal(needed, Directory.EnumerateFiles(Path.Combine(_home.Backups, "pieces"), "*", SearchOption.AllDirectories).Count());
    }

    [Fact]
    public async Task A_restore_killed_at_any_step_leaves_all_as_it_was_or_all_as_it_was_kept()
    {
        await _home.LiveAsync("kept");
        await _home.BackUpAsync(new() { Logins = true });
        var kept = _home.Picture();
        await _home.LiveAsync("later");
        File.Delete(Path.Combine(_home.Groups, "kept", "notes", "of this life.md"));
        var later = _home.Picture();
        var copy = _home.Root + "-copy";
        _home.CopyTo(copy);
        var (step, isDone, seen) = (1, false, new HashSet<string>());
        for (; !isDone; step++)
        {
            using (var victim = new OtherProgram("BackupVictim", "restore", _home.Root, _home.Backups, step.ToString(CultureInfo.InvariantCulture)))
            {
                isDone = await victim.WaitAsync(Home.Token);
            }

            // What every command does before it opens the store.
            InterruptedRestore.End(_home.Surroundings, TimeProvider.System);
            var picture = _home.Picture();
            Assert.True(picture == kept || picture == later, $"Killed at step {step}, it is neither what it was nor what was kept:\n{picture}");
            seen.Add(picture);
            Assert.NotEmpty(await _home.MessagesAsync());
            _home.BecomeCopyOf(copy);
        }

        Assert.Equal(2, seen.Count);
        Assert.True(step > 8, $"It had {step} steps: too few to be a test.");
    }

    private async Task<int> NeededPiecesAsync()
    {
        using var repository = await Repository.OpenAsync(_home.Place, _home.Key, Home.Token);
        var needed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var snapshot in await repository.ListAsync([], Home.Token))
        {
            needed.UnionWith(snapshot.Contents);
            needed.UnionWith((await repository.ReadContentsAsync(snapshot, Home.Token)).Pieces);
        }

        return needed.Count;
    }
}
