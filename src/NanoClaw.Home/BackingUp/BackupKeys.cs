namespace NanoClaw.Home.BackingUp;

/// <summary>The keys of backups.</summary>
public static class BackupKeys
{
    /// <summary>A folder, or <see cref="BackupSettings.Bucket"/>.</summary>
    public const string To = "BACKUP_TO";

    /// <summary>The file of the key.</summary>
    public const string KeyFile = "BACKUP_KEY_FILE";

    /// <summary>How often the running assistant makes one, such as <c>1d</c>; none by itself.</summary>
    public const string Every = "BACKUP_EVERY";

    /// <summary>Of how many days one stays.</summary>
    public const string KeepDays = "BACKUP_KEEP_DAYS";

    /// <summary>Of how many weeks one stays.</summary>
    public const string KeepWeeks = "BACKUP_KEEP_WEEKS";

    /// <summary>Of how many months one stays.</summary>
    public const string KeepMonths = "BACKUP_KEEP_MONTHS";
}
