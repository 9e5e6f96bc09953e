namespace NanoClaw.Deployment.Rotation;

/// <summary>What a rotation has done. It holds no secret.</summary>
public sealed record RotationReport
{
    public required string Stack { get; init; }

    /// <summary>The generation that clients were given before.</summary>
    public required int From { get; init; }

    /// <summary>The generation that they are given now, proven to be accepted.</summary>
    public required int Generation { get; init; }

    /// <summary>Whether an earlier call's rotation was finished.</summary>
    public required bool TookUp { get; init; }

    /// <summary>Whether the stack was updated.</summary>
    public required bool Applied { get; init; }

    /// <summary>The generations that were tried and are refused.</summary>
    public required IReadOnlyList<int> Refused { get; init; }

    /// <summary>Whether the configuration here was written.</summary>
    public required bool ConfigurationWritten { get; init; }

    /// <summary>When the credentials were made; null where the stack does not tell.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When they end by themselves; null likewise.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>What a person should know beside.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
