using System.Text.Json.Serialization;

namespace NanoClaw.Agents;

/// <summary>A scheduled task as the agent sees it.</summary>
public sealed record AgentTask
{
    /// <summary>The task's id.</summary>
    public required string Id { get; init; }

    /// <summary>The folder of the group it belongs to.</summary>
    public required string GroupFolder { get; init; }

    /// <summary>What will be asked when it is due.</summary>
    public required string Prompt { get; init; }

    /// <summary><c>cron</c>, <c>interval</c> or <c>once</c>.</summary>
    public required string ScheduleType { get; init; }

    /// <summary>A cron expression, milliseconds, or an ISO 8601 time.</summary>
    public required string ScheduleValue { get; init; }

    /// <summary><c>active</c>, <c>paused</c> or <c>completed</c>.</summary>
    public required string Status { get; init; }

    /// <summary>When it is due next, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    [JsonConverter(typeof(UtcTimestampConverter))]
    public DateTimeOffset? NextRun { get; init; }

    /// <summary>Names the task; never its prompt.</summary>
    public override string ToString() => $"AgentTask {{ Id = {Id}, GroupFolder = {GroupFolder}, Status = {Status} }}";
}
