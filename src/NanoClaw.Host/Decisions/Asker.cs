using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Decisions;

/// <summary>Who stands behind a run: those who wrote, or the task.</summary>
internal static class Asker
{
    private const int MostNames = 5;

    public static string? Of(AgentRun run, IReadOnlyList<ChatMessage> messages) =>
        run.TaskId is { } taskId ? $"task {ShownText.Line(taskId, 128)}"
        : messages.Count == 0 ? null
        : string.Join(", ", messages.DistinctBy(message => message.Sender).Take(MostNames).Select(message => Of(message.Sender, message.SenderName)));

    public static string Of(string sender, string? name) =>
        string.IsNullOrWhiteSpace(name) ? ShownText.Line(sender, 128) : $"{ShownText.Line(name, 64)} ({ShownText.Line(sender, 128)})";
}
