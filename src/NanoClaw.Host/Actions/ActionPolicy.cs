using NanoClaw.Store;

namespace NanoClaw.Host.Actions;

/// <summary>
/// Who may do what. An agent is the group it runs for: the main group may act for all, any other only for itself. What
/// is not listed here is not allowed.
/// </summary>
internal static class ActionPolicy
{
    public static bool MaySendTo(RegisteredGroup actor, string chatJid) => actor.IsMain || chatJid == actor.Jid;

    public static bool MaySchedule(RegisteredGroup actor, RegisteredGroup target) => actor.IsMain || target.Jid == actor.Jid;

    public static bool MayChange(RegisteredGroup actor, ScheduledTask task) => actor.IsMain || task.GroupFolder == actor.Folder;

    public static bool MayRegisterGroups(RegisteredGroup actor) => actor.IsMain;
}
