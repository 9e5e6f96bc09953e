namespace NanoClaw.Backup;

/// <summary>Where at home the things are that backups are made of.</summary>
public sealed record BackupSurroundings
{
    /// <summary>The database.</summary>
    public required string StorePath { get; init; }

    /// <summary>The groups' folders.</summary>
    public required string GroupsFolder { get; init; }

    public string StoreFolder => Path.GetDirectoryName(Path.GetFullPath(StorePath))!;

    /// <summary>The channels' logins.</summary>
    public string LoginsFolder => Path.Combine(StoreFolder, "auth");

    /// <summary>What backups and restores need for themselves: never part of one.</summary>
    public string OwnFolder => Path.Combine(StoreFolder, "backup");
}
