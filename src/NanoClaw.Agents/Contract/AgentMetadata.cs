namespace NanoClaw.Agents;

/// <summary>What the agent should know about the group it runs for.</summary>
public sealed record AgentMetadata
{
    /// <summary>The assistant's name, 1 to 64 characters; the Worker's default is <c>Andy</c>.</summary>
    public string? AssistantName { get; init; }

    /// <summary>An IANA time zone name; the Worker's default is <c>UTC</c>.</summary>
    public string? Timezone { get; init; }

    /// <summary>The group's memory, at most 65,536 characters.</summary>
    public string? Memory { get; init; }

    /// <summary>Which web addresses the agent may read: one of <see cref="AgentFetch"/>; the Worker's default is <c>asked</c>.</summary>
    public string? Fetch { get; init; }

    /// <summary>Active tasks that a group may have, 1 to 1000; the Worker's default is <see cref="AgentContract.UsualActiveTasks"/>.</summary>
    public int? MaxActiveTasks { get; init; }

    /// <summary>True where the prompt holds words of people who may not call the assistant: notes and actions that come of it say so. Else null.</summary>
    public bool? Strangers { get; init; }

    /// <summary>
    /// The name of the model that answers first, 1 to 200 characters; null: the stack's first. The Worker refuses one
    /// that the stack does not list.
    /// </summary>
    public string? Model { get; init; }

    /// <summary>How hard the model tries: one of <see cref="AgentEffort"/>; null: as its provider has it.</summary>
    public string? Effort { get; init; }

    /// <summary>The scheduled tasks the group may see, at most 200.</summary>
    public IReadOnlyList<AgentTask>? Tasks { get; init; }

    /// <summary>The chats the group may see, at most 500.</summary>
    public IReadOnlyList<AgentGroup>? Groups { get; init; }

    /// <summary>Names the assistant; never the memory or the tasks.</summary>
    public override string ToString() => $"AgentMetadata {{ AssistantName = {AssistantName}, Timezone = {Timezone} }}";
}
