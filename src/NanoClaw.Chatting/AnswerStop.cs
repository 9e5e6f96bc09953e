using NanoClaw.Channels.Terminal;
using NanoClaw.Host;

namespace NanoClaw.Chatting;

/// <summary>What the first Ctrl-C does in a chat: it ends the answer that is under way, and not the chat.</summary>
public sealed class AnswerStop(Assistant assistant, TerminalChannel channel, ChatCommands commands, IChatView view)
{
    private int _isStopping;

    /// <summary>Ends the answer.</summary>
    /// <returns>False where none is under way, or where it was asked to before and has not ended: then it is the chat that is meant.</returns>
    public bool TryStop()
    {
        if (assistant.IsIdle)
        {
            Volatile.Write(ref _isStopping, 0);
            return false;
        }

        if (Interlocked.Exchange(ref _isStopping, 1) == 1)
        {
            return false;
        }

        view.Say("Stopping the answer. Ctrl-C again ends the chat.");
        _ = StopAsync();
        return true;
    }

    private async Task StopAsync()
    {
        try
        {
            await channel.SayAsync(commands.Group.Jid, "/stop", CancellationToken.None);
        }
        catch (Store.StoreException exception)
        {
            view.Warn($"The answer could not be stopped: {exception.Message}");
        }
        finally
        {
            await WhenIdleAsync();
            Volatile.Write(ref _isStopping, 0);
        }
    }

    private async Task WhenIdleAsync()
    {
        while (!assistant.IsIdle)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }
}
