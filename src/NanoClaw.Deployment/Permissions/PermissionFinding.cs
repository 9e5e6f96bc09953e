namespace NanoClaw.Deployment.Permissions;

/// <summary>What one permission was found to be.</summary>
/// <param name="Permission">The permission.</param>
/// <param name="State">What it is.</param>
/// <param name="Why">What Cloudflare said against it; null where it is granted.</param>
public sealed record PermissionFinding(TokenPermission Permission, PermissionState State, string? Why)
{
    /// <summary>Whether nothing can be deployed before it is given.</summary>
    public bool IsLacking => State is PermissionState.Missing or PermissionState.ReadOnly && !Permission.IsOptional;
}
