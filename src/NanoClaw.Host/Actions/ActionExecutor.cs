using System.Text.Json;
using Microsoft.Extensions.Logging;
using NanoClaw.Agents;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Runs;
using NanoClaw.Host.Scheduling;
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
    Schedule schedule,
    HostOptions options,
    WakeSignal wake,
    TimeProvider time,
    ContentLog content,
    ILogger<ActionExecutor> logger)
{
    private static readonly string[] Known =
    [
        "send_message", "schedule_task", "list_tasks", "pause_task", "resume_task", "update_task", "cancel_task", "register_group", "refresh_groups",
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
            await notices.AddAsync(actor.Folder, eventKey, $"{name} was refused: {refusal.Message}", cancellationToken);
            return false;
        }
    }

    private async Task<bool> DoAsync(
        RegisteredGroup actor, AgentRequest request, string eventKey, string name, ActionArguments arguments, CancellationToken cancellationToken)
    {
        switch (name)
        {
            case "send_message":
                return await SendAsync(actor, eventKey, arguments, cancellationToken);
            case "schedule_task":
                await ScheduleAsync(actor, eventKey, arguments, cancellationToken);
                return false;
            case "list_tasks":
                return false; // The model was answered from the request.
            case "pause_task":
                await ChangeAsync(actor, arguments, task => task with { Status = ScheduledTaskStatus.Paused }, cancellationToken);
                return false;
            case "resume_task":
                await ChangeAsync(actor, arguments, Resume, cancellationToken);
                return false;
            case "update_task":
                await ChangeAsync(actor, arguments, task => Update(task, arguments), cancellationToken);
                return false;
            case "cancel_task":
                await CancelAsync(actor, request, arguments, cancellationToken);
                return false;
            case "register_group":
                await RegisterAsync(actor, arguments, cancellationToken);
                return false;
            case "refresh_groups":
                await RefreshAsync(actor, cancellationToken);
                return false;
            default:
                throw new ActionRefusedException("there is no such action.");
        }
    }

    private async Task<bool> SendAsync(RegisteredGroup actor, string eventKey, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var text = OutputText.Clean(arguments.Text("text"));
        var chatJid = arguments.TextOrNull("chatJid") ?? actor.Jid;
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

    private async Task ScheduleAsync(RegisteredGroup actor, string eventKey, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var groups = await store.Groups.ListAsync(cancellationToken);
        var folder = arguments.TextOrNull("targetGroupFolder") ?? actor.Folder;
        var target = groups.FirstOrDefault(group => group.Folder == folder);
        // One answer for both, so that a group learns nothing of the others.
        if (target is null || !ActionPolicy.MaySchedule(actor, target))
        {
            throw ActionRefusedException.Quoting($"this group may not schedule tasks for {folder}.");
        }

        var type = ParseType(arguments.Text("scheduleType"));
        var value = arguments.Text("scheduleValue");
        var now = time.GetUtcNow();
        await store.Tasks.AddAsync(
            new ScheduledTask
            {
                Id = $"task-{eventKey.Replace(':', '-')}",
                GroupFolder = target.Folder,
                ChatJid = target.Jid,
                Prompt = arguments.Text("prompt"),
                ScheduleType = type,
                ScheduleValue = value,
                NextRun = FirstRun(type, value, now),
                CreatedAt = now,
                ContextMode = arguments.TextOrNull("contextMode") == "group" ? ContextMode.Group : ContextMode.Isolated,
            },
            cancellationToken);
        wake.Set();
    }

    private async Task ChangeAsync(
        RegisteredGroup actor, ActionArguments arguments, Func<ScheduledTask, ScheduledTask> change, CancellationToken cancellationToken)
    {
        var task = await FindTaskAsync(actor, arguments, cancellationToken);
        await store.Tasks.UpdateAsync(change(task), cancellationToken);
        wake.Set();
    }

    private async Task CancelAsync(RegisteredGroup actor, AgentRequest request, ActionArguments arguments, CancellationToken cancellationToken)
    {
        // One that the agent was told of and that is gone is cancelled, it may be by this very event before a crash.
        var id = arguments.Text("taskId");
        if (request.Metadata?.Tasks?.Any(known => known.Id == id) is true && await store.Tasks.FindAsync(id, cancellationToken) is null)
        {
            return;
        }

        var task = await FindTaskAsync(actor, arguments, cancellationToken);
        await store.Tasks.RemoveAsync(task.Id, cancellationToken);
    }

    private async Task<ScheduledTask> FindTaskAsync(RegisteredGroup actor, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var id = arguments.Text("taskId");
        return await store.Tasks.FindAsync(id, cancellationToken) is { } task && ActionPolicy.MayChange(actor, task)
            ? task
            : throw ActionRefusedException.Quoting($"this group has no task {id}.");
    }

    private ScheduledTask Resume(ScheduledTask task) => task.Status is ScheduledTaskStatus.Paused
        ? task with { Status = ScheduledTaskStatus.Active, NextRun = FirstRun(task.ScheduleType, task.ScheduleValue, time.GetUtcNow()) }
        : task;

    private ScheduledTask Update(ScheduledTask task, ActionArguments arguments)
    {
        var type = arguments.TextOrNull("scheduleType") is { } word ? ParseType(word) : task.ScheduleType;
        var value = arguments.TextOrNull("scheduleValue") ?? task.ScheduleValue;
        var isMoved = type != task.ScheduleType || value != task.ScheduleValue;
        return task with
        {
            Prompt = arguments.TextOrNull("prompt") ?? task.Prompt,
            ScheduleType = type,
            ScheduleValue = value,
            NextRun = isMoved ? FirstRun(type, value, time.GetUtcNow()) : task.NextRun,
        };
    }

    private async Task RegisterAsync(RegisteredGroup actor, ActionArguments arguments, CancellationToken cancellationToken)
    {
        if (!ActionPolicy.MayRegisterGroups(actor))
        {
            throw new ActionRefusedException("only the main group may register groups.");
        }

        var (jid, folder) = (arguments.Text("jid"), arguments.Text("folder"));
        if (!GroupFolder.IsValid(folder))
        {
            throw new ActionRefusedException("the folder must have letters, digits, _ and - only, begin with a letter or digit, and not be global.");
        }

        var known = await store.Groups.FindAsync(jid, cancellationToken);
        MakeFolder(folder);
        if (known is null)
        {
            await PassOverAsync(jid, cancellationToken);
        }

        try
        {
            await store.Groups.PutAsync(
                new RegisteredGroup
                {
                    Jid = jid,
                    Name = arguments.Text("name"),
                    Folder = folder,
                    Trigger = arguments.TextOrNull("trigger") ?? known?.Trigger ?? $"@{options.AssistantName}",
                    AddedAt = known?.AddedAt ?? time.GetUtcNow(),
                    ContainerConfig = known?.ContainerConfig,
                    RequiresTrigger = known?.RequiresTrigger ?? true,
                    // No agent makes a group the main one.
                    IsMain = known?.IsMain ?? false,
                },
                cancellationToken);
        }
        catch (StoreException exception) when (exception.Failure is StoreFailure.Conflict)
        {
            throw ActionRefusedException.Quoting($"another group has the folder {folder}.", exception);
        }
    }

    private void MakeFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(Path.Combine(options.GroupsFolder, folder));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw ActionRefusedException.Quoting($"the folder {folder} cannot be made.", exception);
        }
    }

    /// <summary>What was written before a chat became a group is not answered: it may be of last year.</summary>
    private async Task PassOverAsync(string jid, CancellationToken cancellationToken)
    {
        if (await store.Messages.ReadHistoryAsync(jid, 1, cancellationToken) is [var newest])
        {
            var cursor = await store.Cursors.GetAgentAsync(jid, cancellationToken);
            await store.Cursors.SetAgentAsync(jid, cursor.Including(newest), cancellationToken);
        }
    }

    private async Task RefreshAsync(RegisteredGroup actor, CancellationToken cancellationToken)
    {
        if (!ActionPolicy.MayRegisterGroups(actor))
        {
            throw new ActionRefusedException("only the main group may refresh the groups.");
        }

        var silent = new List<string>();
        foreach (var channel in channels.All)
        {
            foreach (var chat in await ListChatsAsync(channel, silent, cancellationToken))
            {
                await store.Chats.UpsertAsync(chat, cancellationToken);
            }
        }

        await store.Chats.SetLastGroupSyncAsync(time.GetUtcNow(), cancellationToken);
        if (silent.Count > 0)
        {
            throw new ActionRefusedException($"the chats of {string.Join(" and ", silent)} cannot be listed now.");
        }
    }

    /// <summary>A channel that is down holds up neither the others nor the run.</summary>
    private async Task<IReadOnlyList<Chat>> ListChatsAsync(IChannel channel, List<string> silent, CancellationToken cancellationToken)
    {
        try
        {
            return await channel.ListChatsAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or StoreException))
        {
            LogNotListed(channel.Name, exception.GetType().Name, exception);
            silent.Add(channel.Name);
            return [];
        }
    }

    private DateTimeOffset FirstRun(ScheduleType type, string value, DateTimeOffset now)
    {
        try
        {
            return schedule.First(type, value, now);
        }
        catch (FormatException exception)
        {
            throw ActionRefusedException.Quoting($"the schedule does not fit its type: {exception.Message}", exception);
        }
    }

    private static ScheduleType ParseType(string word) => word switch
    {
        "cron" => ScheduleType.Cron,
        "interval" => ScheduleType.Interval,
        "once" => ScheduleType.Once,
        _ => throw new ActionRefusedException("scheduleType must be cron, interval or once."),
    };

    [LoggerMessage(LogLevel.Warning, "The chats of channel {Channel} could not be listed ({Kind}).")]
    private partial void LogNotListed(string channel, string kind, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Action {Action} of group {Folder} was refused: {Reason}")]
    private partial void LogRefused(string action, string folder, string reason);
}
