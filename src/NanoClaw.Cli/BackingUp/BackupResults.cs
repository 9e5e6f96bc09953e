namespace NanoClaw.Cli.BackingUp;

/// <summary>What <c>nanoclaw backup --json</c> prints.</summary>
internal sealed record MadeBackup(BackupEntry Backup, string To, int Expired, IReadOnlyList<string> LeftOut, string? PruneFailure);

/// <summary>What <c>nanoclaw backup list --json</c> prints.</summary>
internal sealed record ListedBackups(string To, IReadOnlyList<BackupEntry> Backups, IReadOnlyList<string> Damaged);

/// <summary>A backup that was restored beside.</summary>
internal sealed record VerifiedBackup(string Name, BackupEntry? Backup, string? Fault);

/// <summary>What <c>nanoclaw backup verify --json</c> prints.</summary>
internal sealed record VerifiedBackups(
    string To,
    bool IsWhole,
    IReadOnlyList<VerifiedBackup> Backups,
    IReadOnlyList<string> DamagedPieces,
    IReadOnlyList<string> Removed
);

/// <summary>What a restore changes.</summary>
internal sealed record RestoredChange(string Part, string Path, string Change, string? Detail);

/// <summary>What <c>nanoclaw restore --json</c> prints.</summary>
internal sealed record RestoredBackup(BackupEntry Backup, bool DryRun, IReadOnlyList<RestoredChange> Changes, IReadOnlyList<string> KeptAside);

/// <summary>What <c>nanoclaw backup key ... --json</c> prints.</summary>
internal sealed record ShownKey(string File, string Fingerprint, string? RecoveryKey, string? EarlierKeptAs);
