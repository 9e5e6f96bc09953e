using System.Threading.Channels;
using NanoClaw.Channels.Terminal;
using NanoClaw.Home.Running.Logging;
using NanoClaw.Store;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Chatting;

/// <summary>For a person at a terminal: one types at the bottom while answers grow above.</summary>
public sealed class LiveView : IChatView, IDisposable
{
    private readonly Lock gate = new();
    private readonly CliContext context;
    private readonly string assistantName;
    private readonly Func<ConsoleKeyInfo> readKey;
    private readonly Colours colours;
    private readonly LiveScreen screen;
    private readonly LineEditor editor = new();
    private readonly Channel<string?> lines = Channel.CreateUnbounded<string?>();
    private readonly HashSet<string> typing = new(StringComparer.Ordinal);
    private readonly Func<int> width;
    private string current = "";
    private GrowingAnswer? growing;
    private Typing typed = Typing.NotYet;

    /// <summary>What the person at the keys is asked for.</summary>
    private enum Typing
    {
        /// <summary>No key was read.</summary>
        NotYet,
        Message,
        /// <summary>A further line of a message.</summary>
        More,
        /// <summary>The input has ended.</summary>
        Ended,
    }

    /// <param name="context">The command's surroundings.</param>
    /// <param name="assistantName">Who answers.</param>
    /// <param name="readKey">Waits for a key.</param>
    /// <param name="width">The cells of a row.</param>
    public LiveView(CliContext context, string assistantName, Func<ConsoleKeyInfo> readKey, Func<int> width)
    {
        (this.context, this.assistantName, this.readKey, this.width) = (context, assistantName, readKey, width);
        colours = context.OutputColours;
        screen = new LiveScreen(context.Verbatim, width, colours);
    }

    public void Enter(string chatJid, IReadOnlyList<ChatMessage> history, int? most = ChatHistory.Glance) => Show(() =>
    {
        StopGrowing();
        current = chatJid;
        foreach (var line in ChatHistory.Lines(history, context.Time, most))
        {
            screen.WriteLine(colours.Grey(Broken(Spaced(line))));
        }
    });

    public async Task<string?> ReadLineAsync(bool isContinued, CancellationToken cancellationToken)
    {
        var isFirst = typed is Typing.NotYet;
        Show(() => typed = isContinued ? Typing.More : Typing.Message);
        if (isFirst)
        {
            new Thread(ReadKeys) { IsBackground = true, Name = "keys" }.Start();
        }

        var line = await lines.Reader.ReadAsync(cancellationToken);
        if (line is null)
        {
            Show(() => typed = Typing.Ended);
        }

        return line;
    }

    public Task ShowTextAsync(TerminalMessage message, CancellationToken cancellationToken)
    {
        Show(() =>
        {
            var text = Safe(message.Text);
            var label = message.ChatJid == current ? $"{assistantName}: " : $"[{TerminalJid.NameOf(message.ChatJid)}] {assistantName}: ";
            if (message.ChatJid == current && growing?.IsBeginningOf(text) is true)
            {
                growing.GrowTo(text);
                StopGrowing();
                return;
            }

            StopGrowing();
            // The label is broken with the text, and coloured after.
            var shown = Broken(label + text);
            screen.WriteLine($"{(message.ErrorCode is null ? colours.Green(shown[..label.Length]) : colours.Red(shown[..label.Length]))}{shown[label.Length..]}");
        });
        return Task.CompletedTask;
    }

    public void ShowPartial(string chatJid, string textSoFar)
    {
        if (chatJid != current)
        {
            return;
        }

        Show(() =>
        {
            var text = Safe(textSoFar);
            if (growing is { HasEnded: true } || growing?.GoesOnIn(text) is false)
            {
                StopGrowing();
            }

            if (text.Length > 0)
            {
                growing ??= new GrowingAnswer(screen, width, $"{assistantName}: ", colours.Green);
                growing.GrowTo(text);
            }
        });
    }

    public void ShowTyping(string chatJid, bool isTyping) => Show(() =>
    {
        if (isTyping)
        {
            typing.Add(chatJid);
            return;
        }

        typing.Remove(chatJid);
        if (chatJid == current && growing is not null)
        {
            growing.HasEnded = true;
        }
    });

    public void Say(string text) => Show(() => screen.WriteLine(Broken(Spaced(text))));

    public void Warn(string text) => Show(() => screen.WriteLine(colours.Yellow(Broken(Spaced(text)))));

    public void ShowLog(LogEntry entry) => Show(() => screen.WriteLine(entry.ToLine(colours, hasStack: false)));

    public void Dispose() => Show(() =>
    {
        typed = Typing.Ended;
        typing.Clear();
    });

    private void ReadKeys()
    {
        try
        {
            while (Take(readKey()))
            {
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException)
        {
            // The terminal is gone.
        }

        lines.Writer.TryWrite(null);
    }

    private bool Take(ConsoleKeyInfo key)
    {
        lock (gate)
        {
            switch (editor.Apply(key))
            {
                case LineKey.End:
                    return false;
                case LineKey.Enter:
                    var line = editor.Take();
                    Echo(line);
                    lines.Writer.TryWrite(line);
                    break;
            }

            ShowPrompt();
            return true;
        }
    }

    private void Echo(string line)
    {
        var echo = $"{colours.Blue(Label)}{line}";
        if (growing is { HasEnded: true })
        {
            // A run that broke off leaves what it had shown.
            StopGrowing();
        }

        if (growing is null)
        {
            screen.WriteLine(echo);
        }
        else
        {
            growing.Hold(echo);
        }
    }

    private void StopGrowing()
    {
        var ended = growing;
        growing = null;
        ended?.End();
    }

    private string Label => typed is Typing.More ? "... " : $"{TerminalJid.NameOf(current)}> ";

    private void Show(Action change)
    {
        lock (gate)
        {
            change();
            ShowPrompt();
        }
    }

    private void ShowPrompt()
    {
        var note = typing.Contains(current) && growing is null or { HasEnded: true } ? $"{assistantName} is writing... " : "";
        var isReading = typed is Typing.Message or Typing.More;
        screen.ShowPrompt(note + (isReading ? Label : ""), isReading ? editor.Text : "", isReading ? editor.Cursor : 0);
    }

    private static string Safe(string text) => Spaced(TerminalText.Safe(text));

    private string Broken(string text) => WordFlow.Wrap(text, Math.Max(1, width()));

    // A tab's width depends on its column, which the screen counts.
    private static string Spaced(string text) => text.Replace("\t", "    ", StringComparison.Ordinal);
}
