using NanoClaw.Channels.Terminal;
using NanoClaw.Home.Running.Logging;
using NanoClaw.Store;

namespace NanoClaw.Chatting;

/// <summary>For a pipe or a terminal that knows lines only: whole answers, on a pipe nothing else on the standard output.</summary>
public sealed class PlainView(CliContext context, string assistantName) : IChatView
{
    private readonly Lock _gate = new();
    private readonly Colours _colours = context.OutputColours;
    private readonly bool _isConversation = context.InputIsTerminal && context.OutputIsTerminal;
    private string _current = "";
    private bool _hasText;

    public void Enter(string chatJid, IReadOnlyList<ChatMessage> history, int? most = ChatHistory.Glance)
    {
        _current = chatJid;
        if (!_isConversation)
        {
            return;
        }

        foreach (var line in ChatHistory.Lines(history, context.Time, most))
        {
            Write(context.Out, line);
        }
    }

    public async Task<string?> ReadLineAsync(bool isContinued, CancellationToken cancellationToken)
    {
        if (_isConversation)
        {
            await context.Out.WriteAsync((isContinued ? "... " : $"{TerminalJid.NameOf(_current)}> ").AsMemory(), cancellationToken);
            await context.Out.FlushAsync(cancellationToken);
        }

        // The console's own asynchronous read does not let itself be cancelled.
        return await Task.Run(context.In.ReadLine, cancellationToken).WaitAsync(cancellationToken);
    }

    public Task ShowTextAsync(TerminalMessage message, CancellationToken cancellationToken)
    {
        var text = context.OutputIsTerminal ? TerminalText.Safe(message.Text) : message.Text;
        var isElsewhere = message.ChatJid != _current;
        var name = _isConversation ? $"{_colours.Green($"{assistantName}:")} " : "";
        lock (_gate)
        {
            // A line between two texts, so that where one ends can be seen.
            context.Out.WriteLine(
                $"{(_hasText && !_isConversation ? "\n" : "")}{(isElsewhere ? $"[{TerminalJid.NameOf(message.ChatJid)}] " : "")}{name}{text}"
            );
            context.Out.Flush();
            _hasText = true;
        }

        return Task.CompletedTask;
    }

    public void ShowPartial(string chatJid, string textSoFar) { }

    public void ShowTyping(string chatJid, bool isTyping) { }

    public void Say(string text) => Write(context.Out, text);

    public void Warn(string text) => Write(context.Error, text);

    public void ShowLog(LogEntry entry) => Write(context.Error, entry.ToLine(context.ErrorColours, hasStack: false));

    private void Write(TextWriter writer, string line)
    {
        lock (_gate)
        {
            writer.WriteLine(line);
            writer.Flush();
        }
    }
}
