using System.Text.Json.Serialization;

namespace NanoClaw.Backup.Snapshots;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(Snapshot))]
[JsonSerializable(typeof(SnapshotContents))]
[JsonSerializable(typeof(RepositoryMark))]
[JsonSerializable(typeof(Restoring.RestoreJournal))]
[JsonSerializable(typeof(Making.BackupHistory))]
internal sealed partial class BackupJson : JsonSerializerContext;
