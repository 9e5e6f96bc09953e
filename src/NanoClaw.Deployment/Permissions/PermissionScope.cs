namespace NanoClaw.Deployment.Permissions;

/// <summary>What a permission of an API token is about.</summary>
public enum PermissionScope
{
    Account,
    Zone,
}
