using NanoClaw.Terminal.Output;

namespace NanoClaw.Chatting;

/// <summary>An answer that is shown while it is written: what of it is on the screen, and what waits until it is whole.</summary>
internal sealed class GrowingAnswer
{
    private readonly LiveScreen screen;
    private readonly WordFlow flow;

    // What was typed meanwhile: shown after it, not in its midst.
    private readonly List<string> held = [];
    private string text = "";

    public GrowingAnswer(LiveScreen screen, Func<int> width, string label, Func<string, string> paint)
    {
        this.screen = screen;
        flow = new WordFlow(width, holds: true);
        screen.Grow(flow.Append(label), paint);
    }

    /// <summary>Its run has ended. The whole text comes by another way, mostly a little later.</summary>
    public bool HasEnded { get; set; }

    /// <summary>Whether a text is this one, as it was or with more at its end.</summary>
    public bool GoesOnIn(string longer) => longer.StartsWith(text, StringComparison.Ordinal);

    /// <summary>Whether the whole text begins as this one does, but for blanks at its end.</summary>
    public bool IsBeginningOf(string whole) => whole.StartsWith(text.TrimEnd(), StringComparison.Ordinal);

    public void GrowTo(string longer)
    {
        screen.Grow(flow.Append(longer.Length > text.Length ? longer[text.Length..] : ""));
        text = longer;
    }

    public void Hold(string line) => held.Add(line);

    /// <summary>What comes next begins a row.</summary>
    public void End()
    {
        screen.Grow(flow.Flush());
        screen.EndGrowing();
        foreach (var line in held)
        {
            screen.WriteLine(line);
        }
    }
}
