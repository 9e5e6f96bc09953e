using System.Text.Json;

namespace NanoClaw.Backup;

/// <summary>The first line of what the agent gives of a group: when the newest thing in it was.</summary>
internal static class AgentHeading
{
    private const int Longest = 1024;

    /// <returns>Milliseconds since 1970; 0 where the group has nothing.</returns>
    public static async Task<long> NewestAsync(Stream content, CancellationToken cancellationToken)
    {
        var buffer = new byte[Longest];
        var read = await content.ReadAtLeastAsync(buffer, Longest, throwOnEndOfStream: false, cancellationToken);
        var end = Array.IndexOf(buffer, (byte)'\n', 0, read);
        try
        {
            using var heading = JsonDocument.Parse(buffer.AsMemory(0, end < 0 ? read : end));
            return heading.RootElement.GetProperty("newest").GetInt64();
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new BackupException(
                BackupFailure.Damaged,
                "What the agent keeps of a group came in a form that this NanoClaw does not know. Update this one, or the Worker.",
                exception
            );
        }
    }

    public static BackupException IsNewer(string group) =>
        new(
            BackupFailure.Conflict,
            $"The agent has newer sessions or notes of {group} than the backup. Nothing was changed. --force puts the backup's in their place; --no-agent leaves the agent's as they are."
        );
}
