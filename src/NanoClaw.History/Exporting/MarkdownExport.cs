using System.Globalization;
using NanoClaw.Store;

namespace NanoClaw.History.Exporting;

/// <summary>A group as one Markdown document, for people.</summary>
/// <param name="output">Where it goes.</param>
/// <param name="zone">The time zone of its times.</param>
public sealed class MarkdownExport(TextWriter output, TimeZoneInfo zone)
{
    /// <returns>How many messages are in it.</returns>
    public async Task<long> WriteAsync(GroupContents contents, IMessageStore messages, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(contents);
        var group = contents.Group;
        await LineAsync($"# {MarkdownText.Line(group.Name)}\n");
        await LineAsync($"- Group: {MarkdownText.Line(group.Folder)}{(group.IsMain ? ", the main one" : null)}");
        await LineAsync($"- Chat: {MarkdownText.Line(group.Jid)}{(contents.Channel is { } channel ? $" ({MarkdownText.Line(channel)})" : null)}");
        await LineAsync($"- Exported: {Time(contents.ExportedAt)}; all times are of {MarkdownText.Line(zone.Id)}\n");
        await LineAsync("## Messages\n");
        var count = 0L;
        await foreach (var page in MessagePages.ReadAsync(messages, group.Jid, cancellationToken))
        {
            foreach (var message in page)
            {
                await WriteAsync(message);
            }

            count += page.Count;
        }

        await LineAsync($"{count.ToString("N0", CultureInfo.InvariantCulture)} message{(count == 1 ? null : "s")}.\n");
        await WriteTasksAsync(contents.Tasks);
        await WriteNotesAsync(contents);
        return count;
    }

    private async Task WriteAsync(ChatMessage message)
    {
        await LineAsync(
            $"### {Time(message.Timestamp)} {MarkdownText.Line(message.SenderName ?? message.Sender)}{(message.IsBotMessage ? " (the assistant)" : null)}\n"
        );
        if (message.ReplyToContent is { } answered)
        {
            await LineAsync($"In answer to {MarkdownText.Line(message.ReplyToSenderName ?? message.ReplyToSender ?? "somebody")}:\n");
            await LineAsync(MarkdownText.Block(answered));
        }

        await LineAsync(MarkdownText.Block(message.Content));
    }

    private async Task WriteTasksAsync(IReadOnlyList<ScheduledTask> tasks)
    {
        await LineAsync("## Tasks\n");
        if (tasks.Count == 0)
        {
            await LineAsync("None.\n");
        }

        foreach (var task in tasks)
        {
            await LineAsync($"### {MarkdownText.Line(task.Id)}\n");
            await LineAsync(
                $"- {MarkdownText.Line($"{Word(task.ScheduleType)} {task.ScheduleValue}")}, {Word(task.Status)}{(task.NextRun is { } next ? $", next {Time(next)}" : null)}\n"
            );
            await LineAsync(MarkdownText.Block(task.Prompt));
        }
    }

    private async Task WriteNotesAsync(GroupContents contents)
    {
        await LineAsync("## Notes\n");
        if (contents.Notes is not [_, ..] notes)
        {
            await LineAsync(contents.Notes is null ? $"Left out: {MarkdownText.Line(contents.NotesLeftOut ?? "they were not asked for.")}\n" : "None.\n");
            return;
        }

        foreach (var note in notes)
        {
            await LineAsync($"### {MarkdownText.Line(note.Key)}\n");
            await LineAsync(
                $"- {Time(note.At)}{(note.Strangers.Count > 0 ? $", with words of {MarkdownText.Line(string.Join(", ", note.Strangers))} before the model" : null)}\n"
            );
            await LineAsync(MarkdownText.Block(note.Value));
        }
    }

    private async Task LineAsync(string text)
    {
        await output.WriteAsync(text);
        await output.WriteAsync('\n');
    }

    private string Time(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
