using System.Text.Json;
using NanoClaw.Backup.Snapshots;

namespace NanoClaw.Cli.BackingUp;

/// <summary>A backup as <c>--json</c> prints it.</summary>
/// <param name="Id">Its name.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Agent"><c>whole</c>, <c>notAsked</c>, or <c>away</c>: without the agent's sessions and notes.</param>
/// <param name="Logins">Whether it holds the channels' logins.</param>
/// <param name="Groups">How many groups' folders.</param>
/// <param name="Files">How many files.</param>
/// <param name="Bytes">What they have in all.</param>
/// <param name="AddedBytes">What it added at its place.</param>
internal sealed record BackupEntry(string Id, DateTimeOffset CreatedAt, string Agent, bool Logins, int Groups, int Files, long Bytes, long AddedBytes)
{
    public static BackupEntry Of(Snapshot snapshot) =>
        new(
            snapshot.Id,
            snapshot.CreatedAt,
            JsonNamingPolicy.CamelCase.ConvertName(snapshot.Agent.ToString()),
            snapshot.Logins,
            snapshot.Groups,
            snapshot.Files,
            snapshot.Bytes,
            snapshot.AddedBytes
        );
}
