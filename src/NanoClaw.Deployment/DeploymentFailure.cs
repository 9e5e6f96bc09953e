namespace NanoClaw.Deployment;

/// <summary>What an end without success means to the caller.</summary>
public enum DeploymentFailure
{
    /// <summary>Something else failed; the same command may be tried again.</summary>
    Failed,

    /// <summary>The command line, a setting or this machine is not as it has to be.</summary>
    Usage,

    /// <summary>Credentials are refused that have to be accepted.</summary>
    Refused,

    /// <summary>Somebody else works on the same stack, or it stands otherwise than the step can start from.</summary>
    Conflict,

    /// <summary>What was asked cannot be reached.</summary>
    Unavailable,

    /// <summary>It would do what it must not, or lets in what it must not.</summary>
    Dangerous,
}
