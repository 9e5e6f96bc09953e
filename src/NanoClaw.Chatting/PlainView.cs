using NanoClaw.Channels.Terminal;
using NanoClaw.Home.Running.Logging;
using NanoClaw.Store;

namespace NanoClaw.Chatting;

/// <summary>For a pipe or a terminal that knows lines only: whole answers, on a pipe nothing else on the standard output.</summary>
public sealed class PlainView(CliContext context, string assistantName) : IChatView
{
    private readonly Lock gate = new();
    private readonly Colours colours = context.OutputColours;
    private readonly bool isConversation = context.InputIsTerminal && context.OutputIsTerminal;
    private string current = "";
    private bool hasText;

    public void Enter(string chatJid, IReadOnlyList<ChatMessage> history)
    {
        current = chatJid;
        if (!isConversation)
        {
            return;
        }

        foreach (var line in ChatHistory.Lines(history, context.Time))
        {
            Write(context.Out, line);
        }
    }

    public async Task<string?> ReadLineAsync(bool isContinued, CancellationToken cancellationToken)
    {
        if (isConversation)
        {
            await context.Out.WriteAsync((isContinued ? "... " : $"{TerminalJid.NameOf(current)}> ").AsMemory(), cancellationToken);
            await context.Out.FlushAsync(cancellationToken);
        }

        // The console's own asynchronous read does not let itself be cancelled.
        return await Task.Run(context.In.ReadLine, cancellationToken).WaitAsync(cancellationToken);
    }

    public Task ShowTextAsync(TerminalMessage message, CancellationToken cancellationToken)
    {
        var text = context.OutputIsTerminal ? TerminalText.Safe(message.Text) : message.Text;
        var isElsewhere = message.ChatJid != current;
        var name = isConversation ? $"{colours.Green($"{assistantName}:")} " : "";
        lock (gate)
        {
            // A line between two texts, so that where one ends can be seen.
            context.Out.WriteLine($"{(hasText && !isConversation ? "\n" : "")}{(isElsewhere ? $"[{TerminalJid.NameOf(message.ChatJid)}] " : "")}{name}{text}");
            context.Out.Flush();
            hasText = true;
        }

        return Task.CompletedTask;
    }

    public void ShowPartial(string chatJid, string textSoFar)
    {
    }

    public void ShowTyping(string chatJid, bool isTyping)
    {
    }

    public void Say(string text) => Write(context.Out, text);

    public void Warn(string text) => Write(context.Error, text);

    public void ShowLog(LogEntry entry) => Write(context.Error, entry.ToLine(context.ErrorColours, hasStack: false));

    private void Write(TextWriter writer, string line)
    {
        lock (gate)
        {
            writer.WriteLine(line);
            writer.Flush();
        }
    }
}
