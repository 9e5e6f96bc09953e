using System.Text.Json;
using Microsoft.Extensions.Logging;
using NanoClaw.Agents;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Runs;
using NanoClaw.Host.Telemetry;
using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Actions;

/// <summary>
/// Does what an agent asks for, if its group may. Doing an event's action a second time, after a crash, changes
/// nothing. A refusal is logged and told to the agent at its next run.
/// </summary>
internal sealed partial class ActionExecutor(
    IStore store,
    OutboxSender outbox,
    ChannelSet channels,
    Notices notices,
    TaskActions tasks,
    GroupActions groups,
    ChatActions chats,
    TimeProvider time,
    ContentLog content,
    ILogger<ActionExecutor> logger)
{
    private const int LongestName = 64;

    /// <summary>A refusal may quote what a model wrote, and the agent need not read all of that again.</summary>
    private const int LongestRefusal = 500;

    private static readonly string[] Known =
    [
        "send_message", "schedule_task", "list_tasks", "pause_task", "resume_task", "update_task", "cancel_task", "register_group", "refresh_groups", "list_chats",
    ];

    /// <returns>Whether text was handed over to the run's own chat.</returns>
    public async Task<bool> ExecuteAsync(
        RegisteredGroup actor, AgentRequest request, string eventKey, string name, JsonElement arguments, CancellationToken cancellationToken)
    {
        try
        {
            return await DoAsync(actor, request, eventKey, name, new ActionArguments(arguments), cancellationToken);
        }
        catch (ActionRefusedException refusal)
        {
            LogRefused(Known.Contains(name) ? name : "(unknown)", actor.Folder, content.ReasonOf(refusal.Message, refusal.WithoutArguments));
            await notices.AddAsync(
                actor.Folder,
                eventKey,
                PlainText.Head($"{PlainText.Line(name, LongestName)} was refused: {refusal.Message}", LongestRefusal),
                cancellationToken);
            return false;
        }
    }

    private async Task<bool> DoAsync(
        RegisteredGroup actor, AgentRequest request, string eventKey, string name, ActionArguments arguments, CancellationToken cancellationToken)
    {
        switch (name)
        {
            case "send_message":
                return await SendAsync(actor, request, eventKey, arguments, cancellationToken);
            case "schedule_task":
                await tasks.ScheduleAsync(actor, eventKey, arguments, cancellationToken);
                return false;
            case "list_tasks":
                return false; // The model was answered from the request.
            case "pause_task":
                await tasks.PauseAsync(actor, arguments, cancellationToken);
                return false;
            case "resume_task":
                await tasks.ResumeAsync(actor, arguments, cancellationToken);
                return false;
            case "update_task":
                await tasks.UpdateAsync(actor, arguments, cancellationToken);
                return false;
            case "cancel_task":
                await tasks.CancelAsync(actor, request, arguments, cancellationToken);
                return false;
            case "register_group":
                await groups.RegisterAsync(actor, arguments, cancellationToken);
                return false;
            case "list_chats":
                await chats.ListAsync(actor, eventKey, arguments, cancellationToken);
                return false;
            case "refresh_groups":
                await groups.RefreshAsync(actor, cancellationToken);
                return false;
            default:
                throw new ActionRefusedException("there is no such action.");
        }
    }

    private async Task<bool> SendAsync(
        RegisteredGroup actor, AgentRequest request, string eventKey, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var text = OutputText.Clean(arguments.Text("text"));
        var chatJid = arguments.TextOrNull("chatJid") is { } named && named != request.ChatJid ? named : actor.Jid;
        if (!ActionPolicy.MaySendTo(actor, chatJid))
        {
            throw new ActionRefusedException("this group may send messages to its own chat only.");
        }

        // A group's text waits for its channel to come back; a chat that is nobody's would wait for ever.
        if (channels.Find(chatJid) is null && await store.Groups.FindAsync(chatJid, cancellationToken) is null)
        {
            throw ActionRefusedException.Quoting($"no channel serves the chat {chatJid}.");
        }

        await outbox.AddAsync(Deliveries.Of(eventKey, chatJid, text, channels, time), cancellationToken);
        return chatJid == actor.Jid && text.Length > 0;
    }

    [LoggerMessage(LogLevel.Warning, "Action {Action} of group {Folder} was refused: {Reason}")]
    private partial void LogRefused(string action, string folder, string reason);
}
