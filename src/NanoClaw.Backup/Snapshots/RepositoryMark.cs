namespace NanoClaw.Backup.Snapshots;

/// <summary>What lies open at a place of backups: the layout's version and which key it is of, so that a wrong key is called so.</summary>
internal sealed record RepositoryMark
{
    public int Format { get; init; }

    public string Key { get; init; } = "";
}
