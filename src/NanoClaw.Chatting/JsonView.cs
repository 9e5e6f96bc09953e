using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using NanoClaw.Channels.Terminal;
using NanoClaw.Home.Running.Logging;
using NanoClaw.Store;

namespace NanoClaw.Chatting;

/// <summary>For a program: a JSON object a line, each with its <c>type</c>.</summary>
public sealed class JsonView(CliContext context) : IChatView
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock _gate = new();

    public void Enter(string chatJid, IReadOnlyList<ChatMessage> history, int? most = ChatHistory.Glance)
    {
        foreach (var message in history)
        {
            Write(
                new JsonObject
                {
                    ["type"] = "history",
                    ["group"] = TerminalJid.NameOf(message.ChatJid),
                    ["id"] = message.Id,
                    ["time"] = message.Timestamp.UtcDateTime,
                    ["from"] = message.SenderName ?? message.Sender,
                    ["fromAssistant"] = message.IsBotMessage,
                    ["text"] = message.Content,
                }
            );
        }

        Write(new JsonObject { ["type"] = "ready", ["group"] = TerminalJid.NameOf(chatJid) });
    }

    public Task<string?> ReadLineAsync(bool isContinued, CancellationToken cancellationToken) =>
        Task.Run(context.In.ReadLine, cancellationToken).WaitAsync(cancellationToken);

    public Task ShowTextAsync(TerminalMessage message, CancellationToken cancellationToken)
    {
        var json = new JsonObject
        {
            ["type"] = message.ErrorCode is null ? "answer" : "failure",
            ["group"] = TerminalJid.NameOf(message.ChatJid),
            ["id"] = message.Id,
            ["text"] = message.Text,
        };
        if (message.ErrorCode is { } code)
        {
            json["code"] = code;
        }

        Write(json);
        return Task.CompletedTask;
    }

    public void ShowPartial(string chatJid, string textSoFar) =>
        Write(
            new JsonObject
            {
                ["type"] = "partial",
                ["group"] = TerminalJid.NameOf(chatJid),
                ["text"] = textSoFar,
            }
        );

    public void ShowTyping(string chatJid, bool isTyping) =>
        Write(
            new JsonObject
            {
                ["type"] = "typing",
                ["group"] = TerminalJid.NameOf(chatJid),
                ["isTyping"] = isTyping,
            }
        );

    public void Say(string text) => Write(new JsonObject { ["type"] = "notice", ["text"] = text });

    public void Warn(string text) => Write(new JsonObject { ["type"] = "error", ["text"] = text });

    public void ShowLog(LogEntry entry)
    {
        lock (_gate)
        {
            context.Error.WriteLine(entry.ToJson());
        }
    }

    private void Write(JsonObject json)
    {
        lock (_gate)
        {
            context.Verbatim.WriteLine(json.ToJsonString(Readable));
            context.Out.Flush();
        }
    }
}
