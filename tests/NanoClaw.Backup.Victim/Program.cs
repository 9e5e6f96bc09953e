// Backs a home up, or restores it, and kills itself at the step whose number it is told: before a step of the work, or
// before or after something is put, or removed, at the backups' place. Says "done" where it came to its end.
using NanoClaw.Backup;
using NanoClaw.Backup.Keys;
using NanoClaw.Backup.Making;
using NanoClaw.Backup.Places;
using NanoClaw.Backup.Restoring;
using NanoClaw.Backup.Retention;
using NanoClaw.Backup.Victim;

var (work, home, backups, step) = (args[0], args[1], args[2], int.Parse(args[3], System.Globalization.CultureInfo.InvariantCulture));
var surroundings = new BackupSurroundings { StorePath = Path.Combine(home, "store", "messages.db"), GroupsFolder = Path.Combine(home, "groups") };
var death = new Death(step);
var place = new DeadlyPlace(new FolderPlace(backups), death);
var key = new BackupKeyFile(Path.Combine(home, "backup.key")).Read();
if (work == "backup")
{
    await new BackupMaker(surroundings, place, key, TimeProvider.System).RunAsync(
        new BackupOrder { Keep = new RetentionRule(1, 0, 0) },
        death,
        CancellationToken.None
    );
}
else
{
    await new Restorer(surroundings, place, key, TimeProvider.System).RunAsync(
        new RestoreOrder { Logins = true },
        isDryRun: false,
        death,
        CancellationToken.None
    );
}

Console.WriteLine("done");
