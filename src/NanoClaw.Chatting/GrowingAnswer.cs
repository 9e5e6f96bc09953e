using NanoClaw.Terminal.Output;

namespace NanoClaw.Chatting;

/// <summary>An answer that is shown while it is written: what of it is on the screen, and what waits until it is whole.</summary>
internal sealed class GrowingAnswer
{
    private readonly LiveScreen _screen;
    private readonly WordFlow _flow;

    // What was typed meanwhile: shown after it, not in its midst.
    private readonly List<string> _held = [];
    private string _text = "";

    public GrowingAnswer(LiveScreen screen, Func<int> width, string label, Func<string, string> paint)
    {
        _screen = screen;
        _flow = new WordFlow(width, holds: true);
        screen.Grow(_flow.Append(label), paint);
    }

    /// <summary>Its run has ended. The whole text comes by another way, mostly a little later.</summary>
    public bool HasEnded { get; set; }

    /// <summary>Whether a text is this one, as it was or with more at its end.</summary>
    public bool GoesOnIn(string longer) => longer.StartsWith(_text, StringComparison.Ordinal);

    /// <summary>Whether the whole text begins as this one does, but for blanks at its end.</summary>
    public bool IsBeginningOf(string whole) => whole.StartsWith(_text.TrimEnd(), StringComparison.Ordinal);

    public void GrowTo(string longer)
    {
        _screen.Grow(_flow.Append(longer.Length > _text.Length ? longer[_text.Length..] : ""));
        _text = longer;
    }

    public void Hold(string line) => _held.Add(line);

    /// <summary>What comes next begins a row.</summary>
    public void End()
    {
        _screen.Grow(_flow.Flush());
        _screen.EndGrowing();
        foreach (var line in _held)
        {
            _screen.WriteLine(line);
        }
    }
}
