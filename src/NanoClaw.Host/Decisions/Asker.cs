using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Decisions;

/// <summary>Who stands behind a run: those who wrote, or the task.</summary>
public static class Asker
{
    private const int MostNames = 5;
    private const string Task = "task ";

    /// <summary>As the audit keeps it: a task by its whole id.</summary>
    internal static string? Of(AgentRun run, IReadOnlyList<ChatMessage> messages) =>
        run.TaskId is { } taskId ? $"{Task}{ShownText.Line(taskId, 128)}"
        : messages.Count == 0 ? null
        : string.Join(", ", messages.DistinctBy(message => message.Sender).Take(MostNames).Select(message => Of(message.Sender, message.SenderName)));

    /// <summary>As people are shown it: a task by its short id.</summary>
    public static string? Shown(string? askedBy, ShortTaskIds tasks) =>
        askedBy is not null && askedBy.StartsWith(Task, StringComparison.Ordinal) && !askedBy.AsSpan(Task.Length).Contains(' ')
            ? Task + tasks.Of(askedBy[Task.Length..])
            : askedBy;

    internal static string Of(string sender, string? name) =>
        string.IsNullOrWhiteSpace(name) ? ShownText.Line(sender, 128) : $"{ShownText.Line(name, 64)} ({ShownText.Line(sender, 128)})";
}
