namespace NanoClaw.Host.Actions;

/// <summary>What an agent may ask for, as the contract has it.</summary>
public static class ActionNames
{
    public const string SendMessage = "send_message";
    public const string ScheduleTask = "schedule_task";
    public const string PauseTask = "pause_task";
    public const string ResumeTask = "resume_task";
    public const string UpdateTask = "update_task";
    public const string CancelTask = "cancel_task";
    public const string RegisterGroup = "register_group";
    public const string RefreshGroups = "refresh_groups";
    public const string ListChats = "list_chats";

    /// <summary>Answered from the request: there is nothing to do, and nothing to decide.</summary>
    public const string ListTasks = "list_tasks";

    /// <summary>Those with an effect, which the rules decide on.</summary>
    public static IReadOnlyList<string> WithEffect { get; } =
    [SendMessage, ScheduleTask, PauseTask, ResumeTask, UpdateTask, CancelTask, RegisterGroup, RefreshGroups, ListChats];
}
