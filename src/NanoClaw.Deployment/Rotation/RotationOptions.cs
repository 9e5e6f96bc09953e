namespace NanoClaw.Deployment.Rotation;

/// <summary>What is asked of a rotation.</summary>
public sealed record RotationOptions
{
    /// <summary>The folder of the stacks' files.</summary>
    public required string ProjectFolder { get; init; }

    /// <summary>The stack.</summary>
    public required string Stack { get; init; }

    /// <summary>Whether a credential has leaked: every earlier generation ends with the update that makes the new one.</summary>
    public bool Leaked { get; init; }

    /// <summary>Whether nothing new is begun: what is under way is finished, and what is there is proven.</summary>
    public bool TakesUpOnly { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
