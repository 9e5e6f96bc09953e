namespace NanoClaw.Installation;

/// <summary>Why it cannot be done, for the person at the terminal, with the next step.</summary>
public sealed class InstallationException(InstallationFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    public InstallationFailure Failure { get; } = failure;
}

/// <summary>Of what kind a failure is.</summary>
public enum InstallationFailure
{
    /// <summary>This machine has no systemd, or the caller may not do it.</summary>
    NotPossible,

    /// <summary>A program was asked, and failed.</summary>
    Failed,

    /// <summary>What is there is somebody else's.</summary>
    Conflict,

    /// <summary>The release's file is out of reach.</summary>
    Unreachable,

    /// <summary>The release's file is none.</summary>
    Malformed,
}
