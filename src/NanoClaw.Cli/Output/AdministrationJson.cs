using System.Text.Json.Serialization;
using NanoClaw.Cli.Administration;
using NanoClaw.Cli.BackingUp;
using NanoClaw.Cli.Installing;
using NanoClaw.Cli.Rotating;
using NanoClaw.Cli.Status;
using NanoClaw.Deployment.Rotation;
using NanoClaw.Home.Running;
using NanoClaw.Installation.Services;
using NanoClaw.Store;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Cli.Output;

/// <summary>What <c>--json</c> prints. The names of the fields are part of the command's interface.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(GroupEntry))]
[JsonSerializable(typeof(IReadOnlyList<GroupEntry>))]
[JsonSerializable(typeof(RemovedGroup))]
[JsonSerializable(typeof(TaskEntry))]
[JsonSerializable(typeof(IReadOnlyList<TaskEntry>))]
[JsonSerializable(typeof(TaskDetails))]
[JsonSerializable(typeof(CancelledTask))]
[JsonSerializable(typeof(IReadOnlyList<SessionEntry>))]
[JsonSerializable(typeof(ResetSessions))]
[JsonSerializable(typeof(IReadOnlyList<SetAsideMessage>))]
[JsonSerializable(typeof(IReadOnlyList<NoteEntry>))]
[JsonSerializable(typeof(ForgottenNotes))]
[JsonSerializable(typeof(ExportedNotes))]
[JsonSerializable(typeof(SentText))]
[JsonSerializable(typeof(IReadOnlyList<AuditEntry>))]
[JsonSerializable(typeof(IReadOnlyList<HistoryEntry>))]
[JsonSerializable(typeof(ExportedGroup))]
[JsonSerializable(typeof(IReadOnlyList<RunReport>))]
[JsonSerializable(typeof(ShownRun))]
[JsonSerializable(typeof(RuleEntries))]
[JsonSerializable(typeof(RuleAnswer))]
[JsonSerializable(typeof(MadeBackup))]
[JsonSerializable(typeof(ListedBackups))]
[JsonSerializable(typeof(VerifiedBackups))]
[JsonSerializable(typeof(RestoredBackup))]
[JsonSerializable(typeof(ShownKey))]
[JsonSerializable(typeof(StatusReport))]
[JsonSerializable(typeof(AssistantHealth))]
[JsonSerializable(typeof(RotationAgeEntry))]
[JsonSerializable(typeof(RotationReport))]
[JsonSerializable(typeof(ShownUnits))]
[JsonSerializable(typeof(IReadOnlyList<UnitStatus>))]
[JsonSerializable(typeof(VersionReport))]
internal sealed partial class AdministrationJson : JsonSerializerContext;
