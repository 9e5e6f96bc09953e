namespace NanoClaw.Deployment.Rotation;

/// <summary>How far a rotation has come. It is read off the stack, its file and the configuration here, never off a note of our own.</summary>
public enum RotationStage
{
    /// <summary>None is under way.</summary>
    Settled,

    /// <summary>The file has the next version, the stack does not.</summary>
    Raised,

    /// <summary>The stack has it, the configuration here does not.</summary>
    Applied,
}
