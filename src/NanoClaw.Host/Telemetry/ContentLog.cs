using Microsoft.Extensions.Logging;
using NanoClaw.Agents;
using NanoClaw.Store;

namespace NanoClaw.Host.Telemetry;

/// <summary>What was said, in the log: only where <see cref="HostOptions.LogContents"/> asks for it.</summary>
internal sealed partial class ContentLog(HostOptions options, ILogger<ContentLog> logger)
{
    private const string Hidden = "not shown, since it may quote what was said (AGENT_LOG_CONTENT=true shows it)";

    public void Received(ChatMessage message)
    {
        if (options.LogContents)
        {
            LogReceived(message.ChatJid, message.Sender, message.Content);
        }
    }

    public void Sent(OutgoingMessage message)
    {
        if (options.LogContents)
        {
            LogSent(message.ChatJid, message.Text);
        }
    }

    /// <summary>The reason of a failed run. What the agent itself said of it, such as a container's last words, is content.</summary>
    public string ReasonOf(AgentException exception) => exception is AgentRunFailedException && !options.LogContents ? Hidden : exception.Message;

    /// <summary>The reason why a text was not sent, unless it repeats a line of the text.</summary>
    public string ReasonOf(Exception exception, string text) => MayShow(exception, text) ? exception.Message : Hidden;

    /// <summary>The exception, for its stack, unless it repeats a line of the text.</summary>
    public Exception? Of(Exception exception, string text) => MayShow(exception, text) ? exception : null;

    /// <summary>What a model wrote as an action's name or argument, as opposed to the rule it broke.</summary>
    public string ReasonOf(string whole, string withoutArguments) => options.LogContents ? whole : withoutArguments;

    private bool MayShow(Exception exception, string text)
    {
        if (options.LogContents)
        {
            return true;
        }

        var all = exception.ToString();
        return !text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Any(line => all.Contains(line, StringComparison.OrdinalIgnoreCase));
    }

    [LoggerMessage(LogLevel.Information, "{Chat}: {Sender} says: {Text}", EventName = "content_received")]
    private partial void LogReceived(string chat, string sender, string text);

    [LoggerMessage(LogLevel.Information, "{Chat} is sent: {Text}", EventName = "content_sent")]
    private partial void LogSent(string chat, string text);
}
