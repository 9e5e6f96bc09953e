namespace NanoClaw.Deployment.Setup;

/// <summary>What a line of a setup is.</summary>
public enum SetupMark
{
    /// <summary>A heading.</summary>
    Part,

    /// <summary>It is as it has to be.</summary>
    Good,

    /// <summary>It has to be mended first.</summary>
    Lacking,

    /// <summary>It differs, and is about to be changed.</summary>
    Change,

    /// <summary>Something to know.</summary>
    Note,
}
