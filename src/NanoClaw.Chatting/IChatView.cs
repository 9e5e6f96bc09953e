using NanoClaw.Channels.Terminal;
using NanoClaw.Home.Running.Logging;
using NanoClaw.Store;

namespace NanoClaw.Chatting;

/// <summary>What a chat looks like to the person, or the program, at the other end.</summary>
public interface IChatView : ITerminalScreen
{
    /// <summary>The chat that is shown; what comes from another is marked as such.</summary>
    void Enter(string chatJid, IReadOnlyList<ChatMessage> history);

    /// <summary>The next line of input; null at its end.</summary>
    /// <param name="isContinued">Whether the line before goes on in it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<string?> ReadLineAsync(bool isContinued, CancellationToken cancellationToken);

    /// <summary>An answer of the program itself, to one of its commands.</summary>
    void Say(string text);

    /// <summary>Something that went wrong, or that one should know.</summary>
    void Warn(string text);

    /// <summary>A line of the log.</summary>
    void ShowLog(LogEntry entry);
}
