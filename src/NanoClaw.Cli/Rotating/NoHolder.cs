using NanoClaw.Deployment.Rotation;

namespace NanoClaw.Cli.Rotating;

/// <summary>A machine on which no assistant runs, such as a workflow's.</summary>
internal sealed class NoHolder : ICredentialHolder
{
    public string Name => "the configuration";

    public HolderState Look(DeployedCredentials deployed) => HolderState.None;

    public HeldCredentials? Held() => null;

    public void Take(DeployedCredentials deployed) => throw new InvalidOperationException("There is no configuration here.");
}
