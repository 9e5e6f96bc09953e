namespace NanoClaw.Deployment.Permissions;

/// <summary>What the API says of one permission of the token.</summary>
public enum PermissionState
{
    Granted,

    /// <summary>It may look, and needs to change.</summary>
    ReadOnly,

    Missing,

    /// <summary>The product itself is not switched on in the account: nothing can be said before.</summary>
    SwitchedOff,
}
