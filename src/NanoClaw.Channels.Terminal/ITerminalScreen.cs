namespace NanoClaw.Channels.Terminal;

/// <summary>Where the assistant's side of the chats is shown. Calls come from many threads.</summary>
public interface ITerminalScreen
{
    /// <summary>Shows a whole text, in the place of what was shown of it while it was being written.</summary>
    Task ShowTextAsync(TerminalMessage message, CancellationToken cancellationToken);

    /// <summary>Shows all of an answer so far.</summary>
    void ShowPartial(string chatJid, string textSoFar);

    /// <summary>Shows or hides that the assistant is writing.</summary>
    void ShowTyping(string chatJid, bool isTyping);
}
