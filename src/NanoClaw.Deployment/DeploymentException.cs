namespace NanoClaw.Deployment;

/// <summary>A step of a deployment's life cannot be done. The message is for the person at the terminal, names the next step and holds no secret.</summary>
public sealed class DeploymentException : Exception
{
    public DeploymentException(string message, DeploymentFailure failure = DeploymentFailure.Failed, Exception? inner = null)
        : base(message, inner) => Failure = failure;

    /// <summary>What kind of failure it is: what the command's exit code follows.</summary>
    public DeploymentFailure Failure { get; }
}
