namespace NanoClaw.Agents.AI;

/// <summary>
/// What a reader of the updates has seen of the message that is being written. A run's pieces are for showing early, and
/// its finished texts count: where the two part, a new message takes the place of the one that was shown.
/// </summary>
internal sealed class ShownText(string runId)
{
    private readonly System.Text.StringBuilder _text = new();
    private int _messages = 1;
    private bool _withdrawn;

    /// <summary>The message that is being written.</summary>
    public string MessageId => $"{runId}-{_messages}";

    /// <summary>The message whose place this one takes; null: none.</summary>
    public string? Superseded { get; private set; }

    /// <summary>What to show next of a piece.</summary>
    public string Add(AgentEvent.Delta piece)
    {
        if (piece.From is { } from && from < _text.Length)
        {
            _withdrawn |= !string.IsNullOrWhiteSpace(_text.ToString(from, _text.Length - from));
            _text.Length = from;
        }

        if (piece.Text.Length == 0)
        {
            return "";
        }

        _text.Append(piece.Text);
        return BeginAnew() ? _text.ToString() : piece.Text;
    }

    /// <summary>What to show next of a finished text: mostly nothing.</summary>
    public string End(string result)
    {
        // Space around it may have been shown, and is not part of what is finished.
        var shown = _text.ToString().Trim();
        _withdrawn |= !result.AsSpan().Trim().StartsWith(shown, StringComparison.Ordinal);
        return BeginAnew() ? result : result.TrimStart()[shown.Length..];
    }

    /// <summary>From here on another message is written.</summary>
    public void Next()
    {
        _messages++;
        _text.Clear();
        (_withdrawn, Superseded) = (false, null);
    }

    private bool BeginAnew()
    {
        if (!_withdrawn)
        {
            return false;
        }

        Superseded = MessageId;
        _messages++;
        _withdrawn = false;
        return true;
    }
}
