using NanoClaw.Agents;
using NanoClaw.Store;

namespace NanoClaw.Cli.Administration;

/// <summary>A chat as <c>groups</c> shows it; what only a registered group has is null where it is none.</summary>
internal sealed record GroupEntry(
    string Jid,
    string? Name,
    bool Registered,
    string? Folder,
    string? Trigger,
    bool? RequiresTrigger,
    string? Fetch,
    string? Model,
    string? Effort,
    bool IsMain,
    string? Channel,
    DateTimeOffset? LastMessageAt,
    DateTimeOffset? AddedAt
)
{
    public static GroupEntry Of(RegisteredGroup group, Chat? chat) =>
        new(
            group.Jid,
            group.Name,
            Registered: true,
            group.Folder,
            group.Trigger,
            group.RequiresTrigger,
            group.Fetch ?? AgentFetch.Asked,
            group.Model,
            group.Effort,
            group.IsMain,
            chat?.Channel,
            chat?.LastMessageAt,
            group.AddedAt
        );

    public static GroupEntry Of(Chat chat) =>
        new(chat.Jid, chat.Name, Registered: false, null, null, null, null, null, null, IsMain: false, chat.Channel, chat.LastMessageAt, null);
}

/// <summary>What became of a group that was removed.</summary>
internal sealed record RemovedGroup(string Jid, string Folder, IReadOnlyList<string> PausedTasks);
