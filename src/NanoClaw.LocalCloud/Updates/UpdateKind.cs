namespace NanoClaw.LocalCloud.Updates;

/// <summary>What an update does to a resource.</summary>
public enum UpdateKind
{
    Same,
    Create,
    Update,

    /// <summary>A new one is made, then the old one deleted.</summary>
    Replace,
    Delete,
}
