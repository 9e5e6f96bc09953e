using System.Threading.Channels;
using NanoClaw.Channels.Terminal;
using NanoClaw.Home.Running.Logging;
using NanoClaw.Store;

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
    // What was typed while an answer grew: shown after it, not in its midst.
    private readonly List<string> held = [];
    private string current = "";
    private string? growing;
    // Its run has ended. The whole text comes by another way, mostly a little later.
    private bool hasGrown;
    private bool isReading;
    private bool isContinued;
    private bool isKeyed;

    /// <param name="context">The command's surroundings.</param>
    /// <param name="assistantName">Who answers.</param>
    /// <param name="readKey">Waits for a key.</param>
    /// <param name="width">The cells of a row.</param>
    public LiveView(CliContext context, string assistantName, Func<ConsoleKeyInfo> readKey, Func<int> width)
    {
        (this.context, this.assistantName, this.readKey) = (context, assistantName, readKey);
        colours = context.OutputColours;
        screen = new LiveScreen(context.Out, width, colours);
    }

    public void Enter(string chatJid, IReadOnlyList<ChatMessage> history) => Show(() =>
    {
        StopGrowing();
        current = chatJid;
        foreach (var line in ChatHistory.Lines(history, context.Time))
        {
            screen.WriteLine(colours.Grey(Spaced(line)));
        }
    });

    public async Task<string?> ReadLineAsync(bool isContinued, CancellationToken cancellationToken)
    {
        Show(() => (isReading, this.isContinued) = (true, isContinued));
        if (!isKeyed)
        {
            isKeyed = true;
            new Thread(ReadKeys) { IsBackground = true, Name = "keys" }.Start();
        }

        var line = await lines.Reader.ReadAsync(cancellationToken);
        if (line is null)
        {
            Show(() => isReading = false);
        }

        return line;
    }

    public Task ShowTextAsync(TerminalMessage message, CancellationToken cancellationToken)
    {
        Show(() =>
        {
            var text = Safe(message.Text);
            var label = message.ChatJid == current ? $"{assistantName}: " : $"[{TerminalJid.NameOf(message.ChatJid)}] {assistantName}: ";
            if (message.ChatJid == current && growing is not null && text.StartsWith(growing.TrimEnd(), StringComparison.Ordinal))
            {
                screen.Grow(text.Length > growing.Length ? text[growing.Length..] : "");
                StopGrowing();
                return;
            }

            StopGrowing();
            screen.WriteLine($"{(message.ErrorCode is null ? colours.Green(label) : colours.Red(label))}{text}");
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
            if (growing is not null && (hasGrown || !text.StartsWith(growing, StringComparison.Ordinal)))
            {
                StopGrowing();
            }

            if (growing is null && text.Length > 0)
            {
                growing = "";
                screen.Grow($"{assistantName}: ", colours.Green);
            }

            screen.Grow(text[(growing?.Length ?? 0)..]);
            growing = text.Length > 0 ? text : null;
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
        hasGrown |= chatJid == current && growing is not null;
    });

    public void Say(string text) => Show(() => screen.WriteLine(Spaced(text)));

    public void Warn(string text) => Show(() => screen.WriteLine(colours.Yellow(Spaced(text))));

    public void ShowLog(LogEntry entry) => Show(() => screen.WriteLine(entry.ToLine(colours, hasStack: false)));

    public void Dispose() => Show(() =>
    {
        isReading = false;
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
        if (hasGrown)
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
            held.Add(echo);
        }
    }

    private void StopGrowing()
    {
        if (growing is null)
        {
            return;
        }

        (growing, hasGrown) = (null, false);
        screen.EndGrowing();
        foreach (var echo in held)
        {
            screen.WriteLine(echo);
        }

        held.Clear();
    }

    private string Label => isContinued ? "... " : $"{TerminalJid.NameOf(current)}> ";

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
        var note = typing.Contains(current) && (growing is null || hasGrown) ? $"{assistantName} is writing... " : "";
        screen.ShowPrompt(note + (isReading ? Label : ""), isReading ? editor.Text : "", isReading ? editor.Cursor : 0);
    }

    private static string Safe(string text) => Spaced(TerminalText.Safe(text));

    // A tab's width depends on its column, which the screen counts.
    private static string Spaced(string text) => text.Replace("\t", "    ", StringComparison.Ordinal);
}
