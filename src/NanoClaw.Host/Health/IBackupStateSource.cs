namespace NanoClaw.Host.Health;

/// <summary>How the last backups went, for <c>/healthz</c> and gauges.</summary>
/// <param name="LastGoodAt">When the last one was whole; null: never.</param>
/// <param name="Failure">What went wrong with the last one; null: nothing.</param>
public sealed record BackupState(DateTimeOffset? LastGoodAt, string? Failure);

/// <summary>Reads it as it is now. Registered where backups are made by the process itself.</summary>
public interface IBackupStateSource
{
    BackupState Read();
}
