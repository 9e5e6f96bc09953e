namespace NanoClaw.Deployment.Rotation;

/// <summary>How the configuration on this machine stands beside a stack's outputs.</summary>
public enum HolderState
{
    /// <summary>There is none here, or it shall be left alone.</summary>
    None,

    /// <summary>It is of another agent, and so none of a rotation's business.</summary>
    Another,

    /// <summary>It has the agent's credentials, of an earlier generation.</summary>
    Behind,

    /// <summary>It says what the outputs say.</summary>
    Current,
}
