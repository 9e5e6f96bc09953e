using System.CommandLine;

namespace NanoClaw.Cli.Commands.Services;

/// <summary><c>nanoclaw service</c>: the assistant as a service of this machine.</summary>
internal static class ServiceCommand
{
    /// <summary>The lines of <c>--help</c>.</summary>
    public const string ExitCodes = """
        Exit codes:
          0  done, shown, or already as it should be
          1  failed, not possible here, or (status) not running
          2  the command line or the configuration is wrong
          6  conflict: a person changed a unit
          9  not found: no service is installed
          130  interrupted
        """;

    public static Command Create(CliContext context) =>
        new("service", "The assistant as a service of this machine (systemd).")
        {
            ServiceInstallCommand.Create(context),
            ServiceStatusCommand.Create(context),
            ServiceUninstallCommand.Create(context),
        };

    public static Option<bool> System() =>
        new("--system") { Description = "A service of the machine, started with it; without this, your own (systemctl --user)." };

    public static Option<bool> Yes() => new("--yes", "-y") { Description = "Do it without asking." };

    public static Option<bool> Force() => new("--force") { Description = "Also replace or remove units that a person changed." };
}
