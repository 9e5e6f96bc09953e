using System.Text.Json;
using System.Text.Json.Serialization;
using NanoClaw.Agents;

namespace NanoClaw.Host.Runs;

/// <summary>The request as the ledger keeps it: a run that is resumed has to have the very same body.</summary>
internal sealed record StoredRequest
{
    public required string Prompt { get; init; }
    public string? SessionId { get; init; }
    public required string GroupFolder { get; init; }
    public required string ChatJid { get; init; }
    public bool IsMain { get; init; }
    public bool IsScheduledTask { get; init; }
    public string? AssistantName { get; init; }
    public string? Timezone { get; init; }
    public string? Memory { get; init; }
    public string? Fetch { get; init; }
    public int? MaxActiveTasks { get; init; }
    public bool? Strangers { get; init; }
    public string? Model { get; init; }
    public string? Effort { get; init; }
    public IReadOnlyList<StoredTask>? Tasks { get; init; }
    public IReadOnlyList<AgentGroup>? Groups { get; init; }

    private bool HasMetadata =>
        (AssistantName ?? Timezone ?? Memory ?? Fetch ?? Model ?? Effort) is not null || MaxActiveTasks is not null || Strangers is not null || Tasks is not null || Groups is not null;

    public static string Write(AgentRequest request) => JsonSerializer.Serialize(
        new StoredRequest
        {
            Prompt = request.Prompt,
            SessionId = request.SessionId,
            GroupFolder = request.GroupFolder,
            ChatJid = request.ChatJid,
            IsMain = request.IsMain,
            IsScheduledTask = request.IsScheduledTask,
            AssistantName = request.Metadata?.AssistantName,
            Timezone = request.Metadata?.Timezone,
            Memory = request.Metadata?.Memory,
            Fetch = request.Metadata?.Fetch,
            MaxActiveTasks = request.Metadata?.MaxActiveTasks,
            Strangers = request.Metadata?.Strangers,
            Model = request.Metadata?.Model,
            Effort = request.Metadata?.Effort,
            Tasks = request.Metadata?.Tasks?.Select(task => new StoredTask(
                task.Id, task.GroupFolder, task.Prompt, task.ScheduleType, task.ScheduleValue, task.Status, task.NextRun)).ToList(),
            Groups = request.Metadata?.Groups,
        },
        StoredRequestJson.Default.StoredRequest);

    /// <summary>Whether it is a request with nothing in it that may be left out.</summary>
    public static bool IsBareRequest(string json) => RequestBuilder.IsBare(Read(json));

    public static AgentRequest Read(string json)
    {
        var stored = JsonSerializer.Deserialize(json, StoredRequestJson.Default.StoredRequest)!;
        return new AgentRequest
        {
            Prompt = stored.Prompt,
            SessionId = stored.SessionId,
            GroupFolder = stored.GroupFolder,
            ChatJid = stored.ChatJid,
            IsMain = stored.IsMain,
            IsScheduledTask = stored.IsScheduledTask,
            Metadata = !stored.HasMetadata ? null : new AgentMetadata
            {
                AssistantName = stored.AssistantName,
                Timezone = stored.Timezone,
                Memory = stored.Memory,
                Fetch = stored.Fetch,
                MaxActiveTasks = stored.MaxActiveTasks,
                Strangers = stored.Strangers,
                Model = stored.Model,
                Effort = stored.Effort,
                Tasks = stored.Tasks?.Select(task => new AgentTask
                {
                    Id = task.Id,
                    GroupFolder = task.GroupFolder,
                    Prompt = task.Prompt,
                    ScheduleType = task.ScheduleType,
                    ScheduleValue = task.ScheduleValue,
                    Status = task.Status,
                    NextRun = task.NextRun,
                }).ToList(),
                Groups = stored.Groups,
            },
        };
    }
}

internal sealed record StoredTask(
    string Id, string GroupFolder, string Prompt, string ScheduleType, string ScheduleValue, string Status, DateTimeOffset? NextRun);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StoredRequest))]
internal sealed partial class StoredRequestJson : JsonSerializerContext;
