using System.Collections.Concurrent;

namespace NanoClaw.Channels.Terminal.Tests;

/// <summary>What a person would have seen.</summary>
internal sealed class FakeScreen : ITerminalScreen
{
    public ConcurrentQueue<TerminalMessage> Texts { get; } = new();

    public ConcurrentQueue<(string ChatJid, string Text)> Partials { get; } = new();

    public ConcurrentQueue<(string ChatJid, bool IsTyping)> Typing { get; } = new();

    /// <summary>The terminal goes away before the next text is shown.</summary>
    public bool IsGone { get; set; }

    public Task ShowTextAsync(TerminalMessage message, CancellationToken cancellationToken)
    {
        if (IsGone)
        {
            throw new IOException("The pipe is broken.");
        }

        Texts.Enqueue(message);
        return Task.CompletedTask;
    }

    public void ShowPartial(string chatJid, string textSoFar) => Partials.Enqueue((chatJid, textSoFar));

    public void ShowTyping(string chatJid, bool isTyping) => Typing.Enqueue((chatJid, isTyping));
}
