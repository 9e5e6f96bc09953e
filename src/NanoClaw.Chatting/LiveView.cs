using System.Threading.Channels;
using NanoClaw.Channels.Terminal;
using NanoClaw.Home.Running.Logging;
using NanoClaw.Store;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Chatting;

/// <summary>For a person at a terminal: one types at the bottom while answers grow above.</summary>
public sealed class LiveView : IChatView, IDisposable
{
    private readonly Lock _gate = new();
    private readonly CliContext _context;
    private readonly string _assistantName;
    private readonly Func<ConsoleKeyInfo> _readKey;
    private readonly Colours _colours;
    private readonly LiveScreen _screen;
    private readonly LineEditor _editor = new();
    private readonly Channel<string?> _lines = Channel.CreateUnbounded<string?>();
    private readonly HashSet<string> _typing = new(StringComparer.Ordinal);
    private readonly Func<int> _width;
    private string _current = "";
    private GrowingAnswer? _growing;
    private Typing _typed = Typing.NotYet;

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
        (_context, _assistantName, _readKey, _width) = (context, assistantName, readKey, width);
        _colours = context.OutputColours;
        _screen = new LiveScreen(context.Verbatim, width, _colours);
    }

    public void Enter(string chatJid, IReadOnlyList<ChatMessage> history, int? most = ChatHistory.Glance) =>
        Show(() =>
        {
            StopGrowing();
            _current = chatJid;
            foreach (var line in ChatHistory.Lines(history, _context.Time, most))
            {
                _screen.WriteLine(_colours.Grey(Broken(Spaced(line))));
            }
        });

    public async Task<string?> ReadLineAsync(bool isContinued, CancellationToken cancellationToken)
    {
        var isFirst = _typed is Typing.NotYet;
        Show(() => _typed = isContinued ? Typing.More : Typing.Message);
        if (isFirst)
        {
            new Thread(ReadKeys) { IsBackground = true, Name = "keys" }.Start();
        }

        var line = await _lines.Reader.ReadAsync(cancellationToken);
        if (line is null)
        {
            Show(() => _typed = Typing.Ended);
        }

        return line;
    }

    public Task ShowTextAsync(TerminalMessage message, CancellationToken cancellationToken)
    {
        Show(() =>
        {
            var text = Safe(message.Text);
            var label = message.ChatJid == _current ? $"{_assistantName}: " : $"[{TerminalJid.NameOf(message.ChatJid)}] {_assistantName}: ";
            if (message.ChatJid == _current && _growing?.IsBeginningOf(text) is true)
            {
                _growing.GrowTo(text);
                StopGrowing();
                return;
            }

            StopGrowing();
            // The label is broken with the text, and coloured after.
            var shown = Broken(label + text);
            _screen.WriteLine(
                $"{(message.ErrorCode is null ? _colours.Green(shown[..label.Length]) : _colours.Red(shown[..label.Length]))}{shown[label.Length..]}"
            );
        });
        return Task.CompletedTask;
    }

    public void ShowPartial(string chatJid, string textSoFar)
    {
        if (chatJid != _current)
        {
            return;
        }

        Show(() =>
        {
            var text = Safe(textSoFar);
            if (_growing is { HasEnded: true } || _growing?.GoesOnIn(text) is false)
            {
                StopGrowing();
            }

            if (text.Length > 0)
            {
                _growing ??= new GrowingAnswer(_screen, _width, $"{_assistantName}: ", _colours.Green);
                _growing.GrowTo(text);
            }
        });
    }

    public void ShowTyping(string chatJid, bool isTyping) =>
        Show(() =>
        {
            if (isTyping)
            {
                _typing.Add(chatJid);
                return;
            }

            _typing.Remove(chatJid);
            if (chatJid == _current && _growing is not null)
            {
                _growing.HasEnded = true;
            }
        });

    public void Say(string text) => Show(() => _screen.WriteLine(Broken(Spaced(text))));

    public void Warn(string text) => Show(() => _screen.WriteLine(_colours.Yellow(Broken(Spaced(text)))));

    public void ShowLog(LogEntry entry) => Show(() => _screen.WriteLine(entry.ToLine(_colours, hasStack: false)));

    public void Dispose() =>
        Show(() =>
        {
            _typed = Typing.Ended;
            _typing.Clear();
        });

    private void ReadKeys()
    {
        try
        {
            while (Take(_readKey())) { }
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException)
        {
            // The terminal is gone.
        }

        _lines.Writer.TryWrite(null);
    }

    private bool Take(ConsoleKeyInfo key)
    {
        lock (_gate)
        {
            switch (_editor.Apply(key))
            {
                case LineKey.End:
                    return false;
                case LineKey.Enter:
                    var line = _editor.Take();
                    Echo(line);
                    _lines.Writer.TryWrite(line);
                    break;
            }

            ShowPrompt();
            return true;
        }
    }

    private void Echo(string line)
    {
        var echo = $"{_colours.Blue(Label)}{line}";
        if (_growing is { HasEnded: true })
        {
            // A run that broke off leaves what it had shown.
            StopGrowing();
        }

        if (_growing is null)
        {
            _screen.WriteLine(echo);
        }
        else
        {
            _growing.Hold(echo);
        }
    }

    private void StopGrowing()
    {
        var ended = _growing;
        _growing = null;
        ended?.End();
    }

    private string Label => _typed is Typing.More ? "... " : $"{TerminalJid.NameOf(_current)}> ";

    private void Show(Action change)
    {
        lock (_gate)
        {
            change();
            ShowPrompt();
        }
    }

    private void ShowPrompt()
    {
        var note = _typing.Contains(_current) && _growing is null or { HasEnded: true } ? $"{_assistantName} is writing... " : "";
        var isReading = _typed is Typing.Message or Typing.More;
        _screen.ShowPrompt(note + (isReading ? Label : ""), isReading ? _editor.Text : "", isReading ? _editor.Cursor : 0);
    }

    private static string Safe(string text) => Spaced(TerminalText.Safe(text));

    private string Broken(string text) => WordFlow.Wrap(text, Math.Max(1, _width()));

    // A tab's width depends on its column, which the screen counts.
    private static string Spaced(string text) => text.Replace("\t", "    ", StringComparison.Ordinal);
}
