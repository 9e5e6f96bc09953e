namespace NanoClaw.Deployment.Rotation;

/// <summary>The configuration on this machine that a rotation renews: what <c>config pull</c> writes.</summary>
public interface ICredentialHolder
{
    /// <summary>Its name, for messages.</summary>
    string Name { get; }

    /// <summary>How it stands beside a stack's outputs.</summary>
    HolderState Look(DeployedCredentials deployed);

    /// <summary>The credentials it holds now; null where it holds none.</summary>
    HeldCredentials? Held();

    /// <summary>Takes a stack's outputs over, as a whole or not at all.</summary>
    void Take(DeployedCredentials deployed);
}
