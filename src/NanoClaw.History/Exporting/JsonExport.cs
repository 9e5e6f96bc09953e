using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NanoClaw.Store;

namespace NanoClaw.History.Exporting;

/// <summary>A group as one JSON object, for programs; times are in UTC.</summary>
/// <param name="output">Where it goes.</param>
public sealed class JsonExport(TextWriter output)
{
    // Letters stay as they are; control characters are escaped all the same.
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>How many messages are in it.</returns>
    public async Task<long> WriteAsync(GroupContents contents, IMessageStore messages, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(contents);
        var buffer = new ArrayBufferWriter<byte>();
        await using var json = new Utf8JsonWriter(buffer, Readable);
        json.WriteStartObject();
        json.WriteString("exportedAt", Time(contents.ExportedAt));
        WriteGroup(json, contents);
        json.WriteStartArray("messages");
        var count = 0L;
        await foreach (var page in MessagePages.ReadAsync(messages, contents.Group.Jid, cancellationToken))
        {
            foreach (var message in page)
            {
                Write(json, message);
            }

            count += page.Count;
            await FlushAsync(json, buffer);
        }

        json.WriteEndArray();
        json.WriteStartArray("tasks");
        foreach (var task in contents.Tasks)
        {
            Write(json, task);
        }

        json.WriteEndArray();
        WriteNotes(json, contents);
        json.WriteEndObject();
        await FlushAsync(json, buffer);
        await output.WriteAsync('\n');
        return count;
    }

    private async Task FlushAsync(Utf8JsonWriter json, ArrayBufferWriter<byte> buffer)
    {
        await json.FlushAsync();
        await output.WriteAsync(Encoding.UTF8.GetString(buffer.WrittenSpan));
        buffer.ResetWrittenCount();
    }

    private static void WriteGroup(Utf8JsonWriter json, GroupContents contents)
    {
        var group = contents.Group;
        json.WriteStartObject("group");
        json.WriteString("folder", group.Folder);
        json.WriteString("name", group.Name);
        json.WriteString("jid", group.Jid);
        json.WriteString("channel", contents.Channel);
        json.WriteBoolean("isMain", group.IsMain);
        json.WriteString("addedAt", Time(group.AddedAt));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ChatMessage message)
    {
        json.WriteStartObject();
        json.WriteString("id", message.Id);
        json.WriteString("at", Time(message.Timestamp));
        json.WriteString("sender", message.Sender);
        json.WriteString("senderName", message.SenderName);
        json.WriteBoolean("fromAssistant", message.IsBotMessage);
        json.WriteString("text", message.Content);
        if (message.ReplyToContent is not null || message.ReplyToMessageId is not null)
        {
            json.WriteStartObject("inAnswerTo");
            json.WriteString("id", message.ReplyToMessageId);
            json.WriteString("senderName", message.ReplyToSenderName);
            json.WriteString("text", message.ReplyToContent);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ScheduledTask task)
    {
        json.WriteStartObject();
        json.WriteString("id", task.Id);
        json.WriteString("prompt", task.Prompt);
        json.WriteString("scheduleType", Word(task.ScheduleType));
        json.WriteString("scheduleValue", task.ScheduleValue);
        json.WriteString("contextMode", Word(task.ContextMode));
        json.WriteString("status", Word(task.Status));
        json.WriteString("nextRun", Time(task.NextRun));
        json.WriteString("lastRun", Time(task.LastRun));
        json.WriteString("lastResult", task.LastResult);
        json.WriteString("createdAt", Time(task.CreatedAt));
        json.WriteEndObject();
    }

    private static void WriteNotes(Utf8JsonWriter json, GroupContents contents)
    {
        if (contents.Notes is not { } notes)
        {
            json.WriteNull("notes");
            json.WriteString("notesLeftOut", contents.NotesLeftOut);
            return;
        }

        json.WriteStartArray("notes");
        foreach (var note in notes)
        {
            json.WriteStartObject();
            json.WriteString("key", note.Key);
            json.WriteString("value", note.Value);
            json.WriteString("at", Time(note.At));
            json.WriteStartArray("strangers");
            foreach (var word in note.Strangers)
            {
                json.WriteStringValue(word);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string? Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
