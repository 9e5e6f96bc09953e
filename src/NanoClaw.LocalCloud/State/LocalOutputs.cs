namespace NanoClaw.LocalCloud;

/// <summary>The outputs that only the local cloud adds to those of the program.</summary>
public static class LocalOutputs
{
    /// <summary>The file of the authority to trust.</summary>
    public const string CaFile = "agentCaFile";
}
