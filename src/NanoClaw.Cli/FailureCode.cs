using NanoClaw.Backup;
using NanoClaw.Deployment;
using NanoClaw.Import;
using NanoClaw.Installation;

namespace NanoClaw.Cli;

/// <summary>Which exit code a failure of the libraries becomes.</summary>
internal static class FailureCode
{
    /// <summary>The code for a failure of a backup or a restore.</summary>
    public static int Of(BackupException exception) =>
        exception.Failure switch
        {
            BackupFailure.NoKey or BackupFailure.WrongKey => ExitCode.Usage,
            BackupFailure.Refused => ExitCode.Refused,
            BackupFailure.Away => ExitCode.Unavailable,
            BackupFailure.InUse or BackupFailure.Conflict => ExitCode.Conflict,
            BackupFailure.NotFound => ExitCode.NotFound,
            _ => ExitCode.Failure,
        };

    /// <summary>The code for a kind of failure.</summary>
    public static int Of(InstallationFailure failure) =>
        failure switch
        {
            InstallationFailure.Conflict => ExitCode.Conflict,
            InstallationFailure.Unreachable => ExitCode.Unavailable,
            InstallationFailure.Malformed => ExitCode.Protocol,
            _ => ExitCode.Failure,
        };

    /// <summary>The code for a failure of an import.</summary>
    public static int Of(ImportFailure failure) =>
        failure switch
        {
            ImportFailure.NotFound => ExitCode.Usage,
            ImportFailure.Conflict => ExitCode.Conflict,
            _ => ExitCode.Failure,
        };

    /// <summary>The code for a failure of what looks after a deployment.</summary>
    public static int Of(DeploymentFailure failure) =>
        failure switch
        {
            DeploymentFailure.Usage => ExitCode.Usage,
            DeploymentFailure.Refused => ExitCode.Refused,
            DeploymentFailure.Conflict => ExitCode.Conflict,
            DeploymentFailure.Limited => ExitCode.Limited,
            DeploymentFailure.Unavailable => ExitCode.Unavailable,
            DeploymentFailure.Dangerous => ExitCode.Dangerous,
            _ => ExitCode.Failure,
        };
}
