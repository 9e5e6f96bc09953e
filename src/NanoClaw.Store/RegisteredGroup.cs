namespace NanoClaw.Store;

/// <summary>A chat that the assistant serves, with its folder.</summary>
public sealed record RegisteredGroup
{
    public required string Jid { get; init; }
    public required string Name { get; init; }
    public required string Folder { get; init; }

    /// <summary>The pattern that calls the assistant, for example <c>@Andy</c>.</summary>
    public required string Trigger { get; init; }
    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>JSON, kept as it was written.</summary>
    public string? ContainerConfig { get; init; }

    /// <summary>Which web addresses its agent may read: the contract's <c>metadata.fetch</c>. Null: the contract's default.</summary>
    public string? Fetch { get; init; }

    /// <summary>The model that answers it first: the contract's <c>metadata.model</c>. Null: the stack's first.</summary>
    public string? Model { get; init; }

    /// <summary>How hard its model tries: the contract's <c>metadata.effort</c>. Null: as the model's provider has it.</summary>
    public string? Effort { get; init; }
    public bool RequiresTrigger { get; init; } = true;
    public bool IsMain { get; init; }
}
