using NanoClaw.Channels.Terminal;

namespace NanoClaw.Chatting;

/// <summary>Notes when nothing can be shown any more: a chat without output is over, and would wait for ever.</summary>
public sealed class WatchedScreen(ITerminalScreen screen) : ITerminalScreen
{
    private readonly TaskCompletionSource<Exception> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the reason.</summary>
    public Task<Exception> Lost => _lost.Task;

    public async Task ShowTextAsync(TerminalMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await screen.ShowTextAsync(message, cancellationToken);
        }
        catch (Exception exception) when (Note(exception))
        {
            // Not shown: the outbox keeps it.
            throw;
        }
    }

    public void ShowPartial(string chatJid, string textSoFar) => Try(() => screen.ShowPartial(chatJid, textSoFar));

    public void ShowTyping(string chatJid, bool isTyping) => Try(() => screen.ShowTyping(chatJid, isTyping));

    private void Try(Action show)
    {
        try
        {
            show();
        }
        catch (Exception exception) when (Note(exception))
        {
            // The whole text comes later, and fails as well.
        }
    }

    private bool Note(Exception exception)
    {
        var isOutput = exception is IOException or UnauthorizedAccessException;
        if (isOutput)
        {
            _lost.TrySetResult(exception);
        }

        return isOutput;
    }
}
