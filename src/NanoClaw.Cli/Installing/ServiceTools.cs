using NanoClaw.Installation.Services;

namespace NanoClaw.Cli.Installing;

/// <summary>The units' folder and <c>systemctl</c>, where this machine has them.</summary>
internal static class ServiceTools
{
    public static UnitFolder Folder(CliContext context, bool isSystem) => UnitFolder.Of(isSystem, context.Variable);

    /// <exception cref="CliException">There is no systemd, or the caller may not change the machine's units.</exception>
    public static ServiceInstallation Open(CliContext context, bool isSystem, bool changes)
    {
        var systemctl =
            Systemctl.Find(context.Variable("PATH") ?? "", isSystem)
            ?? throw new CliException(
                "This machine has no systemd (no systemctl on the PATH). On macOS a launchd agent starts it, on Windows a task of the Task Scheduler: docs/OPERATIONS.md, 'As a service', has both. 'nanoclaw service install --print' shows the units all the same.",
                ExitCode.Failure
            );
        if (changes && isSystem && !Environment.IsPrivilegedProcess)
        {
            throw new CliException(
                "Only root may change the machine's units: put sudo before it, or leave --system away for a service of your own.",
                ExitCode.Failure
            );
        }

        return new ServiceInstallation(Folder(context, isSystem), systemctl);
    }
}
