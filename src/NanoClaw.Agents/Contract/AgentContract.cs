using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace NanoClaw.Agents;

/// <summary>
/// The contract's limits and rules of a request, for a caller that fits what it has before it is sent. Lengths are in
/// UTF-16 code units, sizes in the bytes of the body that travels, escapes included. Source: docs/CONTRACT.md.
/// </summary>
public static class AgentContract
{
    /// <summary>Bytes of a request's body.</summary>
    public const int MaxBodyBytes = 262_144;

    /// <summary>Characters of <see cref="AgentMetadata.Memory"/>.</summary>
    public const int MaxMemory = 65_536;

    /// <summary>Items of <see cref="AgentMetadata.Tasks"/>; the Worker passes over those that come after.</summary>
    public const int MaxTasks = 200;

    /// <summary>Active tasks of a group where <see cref="AgentMetadata.MaxActiveTasks"/> is left out.</summary>
    public const int UsualActiveTasks = 50;

    /// <summary>Items of <see cref="AgentMetadata.Groups"/>; the Worker passes over those that come after.</summary>
    public const int MaxGroups = 500;

    /// <summary>Characters of <see cref="AgentMetadata.AssistantName"/>.</summary>
    public const int MaxAssistantName = 64;

    /// <summary>Characters of <see cref="AgentMetadata.Model"/>.</summary>
    public const int MaxModel = 200;

    /// <summary>Characters of a chat's id.</summary>
    public const int MaxJid = 256;

    /// <summary>Characters of <see cref="AgentGroup.Name"/>.</summary>
    public const int MaxGroupName = 256;

    /// <summary>Characters of <see cref="AgentTask.Id"/>.</summary>
    public const int MaxTaskId = 128;

    /// <summary>Characters of <see cref="AgentTask.ScheduleValue"/>.</summary>
    public const int MaxScheduleValue = 256;

    private static readonly SearchValues<char> IdCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    private static readonly SearchValues<char> ZoneCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+/-");

    /// <summary>The bytes of the request's body.</summary>
    /// <param name="request">The request.</param>
    public static int MeasureBody(AgentRequest request) => JsonSerializer.SerializeToUtf8Bytes(request, WireJson.Context.AgentRequest).Length;

    /// <summary>
    /// A short name of the request's body, the same for the same bytes: a run's id belongs to these. SHA-256 in lower-case
    /// hexadecimal digits, from which the body cannot be told.
    /// </summary>
    /// <param name="request">The request.</param>
    public static string Fingerprint(AgentRequest request) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request, WireJson.Context.AgentRequest)));

    /// <summary>The bytes of a text in the body, without its quotes.</summary>
    /// <param name="text">The text.</param>
    public static int MeasureText(string text) => JsonSerializer.SerializeToUtf8Bytes(text, WireJson.Context.String).Length - 2;

    /// <summary>The bytes of a task in the body.</summary>
    /// <param name="task">The task.</param>
    public static int Measure(AgentTask task) => JsonSerializer.SerializeToUtf8Bytes(task, WireJson.Context.AgentTask).Length;

    /// <summary>The bytes of a group in the body.</summary>
    /// <param name="group">The group.</param>
    public static int Measure(AgentGroup group) => JsonSerializer.SerializeToUtf8Bytes(group, WireJson.Context.AgentGroup).Length;

    /// <summary>Which field of a task breaks its rule, and the rule; null where none does. The Worker passes over such a task.</summary>
    /// <param name="task">The task.</param>
    public static string? FindMistake(AgentTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return task.Id is not { Length: >= 1 and <= MaxTaskId } ? $"id must have 1 to {MaxTaskId} characters"
            : !HasFolderForm(task.GroupFolder) ? "groupFolder must be 1 to 64 letters, digits, _ and -, the first a letter or digit"
            : task.Prompt is null ? "prompt must be a string"
            : task.ScheduleType is not ("cron" or "interval" or "once") ? "scheduleType must be cron, interval or once"
            : task.ScheduleValue is not { Length: <= MaxScheduleValue } ? $"scheduleValue must have at most {MaxScheduleValue} characters"
            : task.Status is not ("active" or "paused" or "completed") ? "status must be active, paused or completed"
            : null;
    }

    /// <summary>Which field of a group breaks its rule, and the rule; null where none does. The Worker passes over such a group.</summary>
    /// <param name="group">The group.</param>
    public static string? FindMistake(AgentGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return group.Jid is not { Length: >= 1 and <= MaxJid } ? $"jid must have 1 to {MaxJid} characters"
            : group.Name is not { Length: <= MaxGroupName } ? $"name must have at most {MaxGroupName} characters"
            : group.Folder is not null && !HasFolderForm(group.Folder) ? "folder must be 1 to 64 letters, digits, _ and -, the first a letter or digit, or null"
            : null;
    }

    /// <summary>Whether this may be a request's <see cref="AgentRequest.GroupFolder"/>.</summary>
    /// <param name="folder">The folder.</param>
    public static bool IsGroupFolder(string? folder) => HasFolderForm(folder) && folder is not "global";

    /// <summary>Whether this may be a request's <see cref="AgentRequest.ChatJid"/>.</summary>
    /// <param name="jid">The chat's id.</param>
    public static bool IsChatJid(string? jid) => jid is { Length: >= 1 and <= MaxJid } && !jid.Any(char.IsControl);

    /// <summary>Whether this may be a request's <see cref="AgentRequest.SessionId"/>.</summary>
    /// <param name="sessionId">The session's id.</param>
    public static bool IsSessionId(string? sessionId) => IsId(sessionId, 1, 64);

    /// <summary>
    /// Whether this has the form of a time zone's IANA name. The Worker knows those of the time zone database by name:
    /// a file's name of this machine, such as <c>posix/Europe/Paris</c> or <c>localtime</c>, is none.
    /// </summary>
    /// <param name="name">The name.</param>
    public static bool IsTimeZoneName(string? name) =>
        name is { Length: >= 1 and <= 64 }
        && char.IsAsciiLetter(name[0])
        && !name.AsSpan().ContainsAnyExcept(ZoneCharacters)
        && !name.StartsWith("posix/", StringComparison.OrdinalIgnoreCase)
        && !name.StartsWith("right/", StringComparison.OrdinalIgnoreCase)
        && !name.Equals("localtime", StringComparison.OrdinalIgnoreCase)
        && !name.Equals("posixrules", StringComparison.OrdinalIgnoreCase)
        && !name.Equals("Factory", StringComparison.OrdinalIgnoreCase)
        && !name.Equals("leapseconds", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether nothing in a prompt can be seen, as JavaScript's <c>\s</c> says: U+FEFF counts as blank, U+0085 does not.</summary>
    /// <param name="prompt">The prompt.</param>
    public static bool IsBlank(string? prompt) =>
        prompt is null
        || prompt.All(static character =>
            character is '\uFEFF' or (>= '\t' and <= '\r') || (char.IsWhiteSpace(character) && character is not ('\u0085' or (>= '\u001C' and <= '\u001F')))
        );

    internal static bool IsId(string? value, int shortest, int longest) =>
        value is not null && value.Length >= shortest && value.Length <= longest && !value.AsSpan().ContainsAnyExcept(IdCharacters);

    private static bool HasFolderForm(string? folder) => IsId(folder, 1, 64) && char.IsAsciiLetterOrDigit(folder![0]);
}
